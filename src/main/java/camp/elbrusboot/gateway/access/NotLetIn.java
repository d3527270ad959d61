package camp.elbrusboot.gateway.access;

import java.io.Serial;

/** On its way to the {@link Gatekeeper}, which counts it and tells the caller. */
final class NotLetIn extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    NotLetIn(Reason reason) {
        // Without a stack trace: whoever sends rubbish should not cost much.
        super(reason.words(), null, false, false);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }
}
