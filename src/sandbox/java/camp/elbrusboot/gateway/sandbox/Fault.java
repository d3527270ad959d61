package camp.elbrusboot.gateway.sandbox;

import java.time.Duration;
import java.util.function.Supplier;

/** What can be made to go wrong: the rows "Failures" and "Webhooks" of section 8. */
sealed interface Fault permits Fault.OnReply, Fault.OnHook {

    /** Goes wrong on a call of the gateway. A fault that does not ask for the call's reply keeps it from taking effect. */
    sealed interface OnReply extends Fault {
        Reply answer(Supplier<Reply> call);
    }

    /** Goes wrong on the way of a webhook. */
    sealed interface OnHook extends Fault {
        void send(Hook hook, HookQueue queue, Aside aside);
    }

    /** Where a delivery is that is not on its way. */
    interface Aside {
        void after(Duration delay, Runnable task);

        /** Until {@code POST /sandbox/webhooks/release}. */
        void hold(Hook hook);
    }

    /** Answered instead of the call; the body is the one amoCRM has for the status. */
    record Status(int status) implements OnReply {
        @Override
        public Reply answer(Supplier<Reply> call) {
            return Problem.ofStatus(status);
        }
    }

    /** The HTML 403 of a blocked account or address, instead of the call. */
    record Blocked() implements OnReply {
        @Override
        public Reply answer(Supplier<Reply> call) {
            return Problem.blocked();
        }
    }

    /** A page with status 200, instead of the call. */
    record HtmlInsteadOfJson() implements OnReply {
        @Override
        public Reply answer(Supplier<Reply> call) {
            return Reply.page(200, "amoCRM");
        }
    }

    /** The call takes effect, its answer is 200 with a body of no bytes. */
    record EmptyBody() implements OnReply {
        @Override
        public Reply answer(Supplier<Reply> call) {
            return call.get().withoutBody();
        }
    }

    /** The call takes effect; the connection ends in the middle of the body. */
    record TruncatedBody() implements OnReply {
        @Override
        public Reply answer(Supplier<Reply> call) {
            return call.get().sent(Reply.Transmission.TRUNCATED, Duration.ZERO);
        }
    }

    /** The call takes effect; half of the body comes at once, the rest after the delay. */
    record SlowBody(Duration delay) implements OnReply {
        @Override
        public Reply answer(Supplier<Reply> call) {
            return call.get().sent(Reply.Transmission.SLOW, delay);
        }
    }

    /** The connection ends without an answer, and the call has not taken effect. */
    record DroppedConnection() implements OnReply {
        @Override
        public Reply answer(Supplier<Reply> call) {
            return Reply.noContent().sent(Reply.Transmission.NONE, Duration.ZERO);
        }
    }

    /** The call takes effect, and then the connection ends without an answer: a refresh has spent its token. */
    record LostReply() implements OnReply {
        @Override
        public Reply answer(Supplier<Reply> call) {
            return call.get().sent(Reply.Transmission.NONE, Duration.ZERO);
        }
    }

    /** The call takes effect at once; the first byte of the answer comes after the delay. */
    record SlowReply(Duration delay) implements OnReply {
        @Override
        public Reply answer(Supplier<Reply> call) {
            return call.get().sent(Reply.Transmission.LATE, delay);
        }
    }

    /** The delivery is sent twice. */
    record HookDuplicate() implements OnHook {
        @Override
        public void send(Hook hook, HookQueue queue, Aside aside) {
            queue.add(hook);
            queue.add(hook);
        }
    }

    /** The delivery changes places with the next one to the same destination, or is late if none comes soon. */
    record HookReorder() implements OnHook {
        private static final Duration LONGEST_HOLD = Duration.ofSeconds(1);

        @Override
        public void send(Hook hook, HookQueue queue, Aside aside) {
            queue.holdBack(hook);
            aside.after(LONGEST_HOLD, () -> queue.release(hook));
        }
    }

    /** The delivery is never sent. */
    record HookDrop() implements OnHook {
        @Override
        public void send(Hook hook, HookQueue queue, Aside aside) {
            // Nothing is sent, and nothing tells of it: amoCRM's own losses look like this.
        }
    }

    /** The delivery is kept back until it is released, as one that is retried late. */
    record HookHold() implements OnHook {
        @Override
        public void send(Hook hook, HookQueue queue, Aside aside) {
            aside.hold(hook);
        }
    }

    /** The delivery is sent after the delay, and those behind it go ahead. */
    record HookDelay(Duration delay) implements OnHook {
        @Override
        public void send(Hook hook, HookQueue queue, Aside aside) {
            aside.after(delay, () -> queue.add(hook));
        }
    }
}
