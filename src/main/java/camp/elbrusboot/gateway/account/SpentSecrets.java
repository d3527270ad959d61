package camp.elbrusboot.gateway.account;

import camp.elbrusboot.gateway.database.UnitOfWork;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;

/** Sees to it that what works once is used once, in the whole fleet. */
@ApplicationScoped
class SpentSecrets implements PanacheRepositoryBase<SpentSecret, String> {
    /** Longer than any state or code lives (section 1.2). */
    private static final Duration KEPT = Duration.ofDays(1);

    private static final String SPEND =
            "insert into spent_secret (digest, expires_at) values (?1, ?2) on conflict do nothing";

    private final UnitOfWork unitOfWork;
    private final Clock clock;

    SpentSecrets(UnitOfWork unitOfWork, Clock clock) {
        this.unitOfWork = unitOfWork;
        this.clock = clock;
    }

    /** Whether none of them had been spent; all of them are from now on. Emits after the commit. */
    Uni<Boolean> spend(List<String> secrets) {
        return unitOfWork.run(() -> delete("expiresAt < ?1", clock.instant())
                .flatMap(deleted -> Multi.createFrom()
                        .iterable(secrets)
                        .onItem()
                        .transformToUniAndConcatenate(this::insert)
                        .collect()
                        .asList())
                .map(inserted -> inserted.stream().allMatch(rows -> rows == 1)));
    }

    private Uni<Integer> insert(String secret) {
        return getSession().flatMap(session -> session.createNativeQuery(SPEND)
                .setParameter(1, Hmac.digest(secret))
                .setParameter(2, clock.instant().plus(KEPT).atOffset(ZoneOffset.UTC))
                .executeUpdate());
    }
}
