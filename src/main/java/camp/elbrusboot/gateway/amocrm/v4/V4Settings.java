package camp.elbrusboot.gateway.amocrm.v4;

import camp.elbrusboot.gateway.amocrm.http.Remembered;
import camp.elbrusboot.gateway.amocrm.http.Upstream;
import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.Priority;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What amoCRM says of an account itself (section 2.9), as far as it decides how to read the rest. */
final class V4Settings {
    private static final Logger LOG = Logger.getLogger(V4Settings.class);

    /** Rows are held against what was asked in any case, so a wrong guess costs a call and never a wrong answer. */
    private static final Settings GUESS = new Settings(true, null);

    private static final Duration GUESS_LASTS = Duration.ofMinutes(1);

    private final Remembered<Settings> settings;

    V4Settings(V4Api api, Upstream upstream, Clock clock, Vertx vertx) {
        this.settings = new Remembered<>(clock, vertx, (account, priority) -> upstream.ask(
                        account, priority, (base, bearer) -> api.account(base, bearer, V4Parameters.settings()))
                .map(V4Settings::settings));
    }

    /** @param filters whether amoCRM's option "API filtering" is on */
    record Settings(boolean filters, @Nullable ZoneId zone) {}

    Uni<Settings> of(AccountRef account, Priority priority) {
        return settings.of(account, priority).onFailure().recoverWithItem(failure -> {
            LOG.warnf(
                    "Account %s: taking its filters for on, its settings cannot be read: %s",
                    account, failure.getMessage());
            settings.put(account, GUESS, GUESS_LASTS);
            return GUESS;
        });
    }

    Uni<Void> readAnew(AccountRef account) {
        settings.forget(account);
        return of(account, Priority.INTERACTIVE).replaceWithVoid();
    }

    /** The flag said on, the rows say off. */
    void filtersDoNotWork(AccountRef account, Settings believed) {
        settings.put(account, new Settings(false, believed.zone()), Remembered.USUAL);
    }

    private static Settings settings(V4Wire.@Nullable Account answer) {
        if (answer == null) {
            return GUESS;
        }
        V4Wire.AccountEmbedded embedded = answer.embedded();
        // Only a clear no is a no.
        boolean off = answer.filters() != null
                && !answer.filters().isNull()
                && !answer.filters().asBoolean(true);
        return new Settings(!off, zone(embedded == null ? null : embedded.time()));
    }

    private static @Nullable ZoneId zone(V4Wire.@Nullable TimeSettings time) {
        try {
            return time == null || time.timezone() == null ? null : ZoneId.of(time.timezone());
        } catch (DateTimeException unknown) {
            return null;
        }
    }
}
