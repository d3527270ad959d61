package camp.elbrusboot.gateway.crm;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnstileTest {
    private final Turnstile turnstile = new Turnstile(1);
    private final List<UniEmitter<? super String>> begun = new ArrayList<>();
    private final List<String> outcomes = new ArrayList<>();

    private Cancellable pass() {
        Uni<String> work = Uni.createFrom().emitter(emitter -> begun.add(emitter));
        return turnstile.pass(work).subscribe().with(outcomes::add, failure -> outcomes.add(failure.getMessage()));
    }

    @Test
    void letsSoManyThroughAtOnceAndTheNextInTheirOrder() {
        pass();
        pass();
        pass();
        assertThat(begun).hasSize(1);

        begun.get(0).complete("one");
        assertThat(begun).hasSize(2);

        begun.get(1).fail(new IllegalStateException("two"));
        assertThat(begun).hasSize(3);

        begun.get(2).complete("three");
        assertThat(outcomes).containsExactly("one", "two", "three");
        pass();
        assertThat(begun).hasSize(4);
    }

    @Test
    void keepsThePlaceOfWhoGoesAwayUntilTheWorkEnds() {
        Cancellable impatient = pass();
        Cancellable waiting = pass();
        pass();
        impatient.cancel();
        waiting.cancel();
        assertThat(begun).hasSize(1);

        begun.get(0).complete("one");
        begun.get(1).complete("two");
        begun.get(2).complete("three");
        assertThat(outcomes).containsExactly("three");
    }

    @Test
    void givesThePlaceBackWhenTheWorkCannotEvenBegin() {
        turnstile
                .pass(Uni.createFrom().deferred(() -> {
                    throw new IllegalStateException("no");
                }))
                .subscribe()
                .with(done -> {}, failure -> outcomes.add(failure.getMessage()));
        pass();
        assertThat(outcomes).containsExactly("no");
        assertThat(begun).hasSize(1);
    }
}
