package camp.elbrusboot.gateway.account;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.CrmErrorCode;
import camp.elbrusboot.gateway.crm.CrmException;
import camp.elbrusboot.gateway.database.UnitOfWork;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The accounts that this gateway serves: those of the settings, and those that were connected over /oauth. */
@ApplicationScoped
public class Accounts implements PanacheRepositoryBase<StoredAccount, Long> {
    private static final Logger LOG = Logger.getLogger(Accounts.class);

    private final ConfiguredAccounts configured;
    private final KeyRing keys;
    private final UnitOfWork unitOfWork;
    private final Clock clock;
    private final List<Consumer<AccountRef>> additions = new CopyOnWriteArrayList<>();
    private final List<Consumer<AccountRef>> renewals = new CopyOnWriteArrayList<>();
    private final AtomicLong turns = new AtomicLong();

    /** Every account that was ever announced, with the moment of its last connection. */
    private final Map<AccountRef, Instant> announced = new HashMap<>();

    private long taken;
    private volatile @Nullable Map<AccountRef, ConnectedAccount> directory;

    Accounts(ConfiguredAccounts configured, KeyRing keys, UnitOfWork unitOfWork, Clock clock) {
        this.configured = configured;
        this.keys = keys;
        this.unitOfWork = unitOfWork;
        this.clock = clock;
    }

    /** The account that a request means when it names none. */
    public AccountRef preferred() {
        return configured.preferred();
    }

    public Set<AccountRef> all() {
        return directory().keySet();
    }

    /** The account with this number or subdomain, as a webhook's address or a header names it. */
    public Optional<ConnectedAccount> named(String idOrSubdomain) {
        // Numbers first: amoCRM lets anybody take a number for a subdomain.
        return first(account -> account.ref().toString().equals(idOrSubdomain))
                .or(() -> first(account -> account.subdomain().equals(idOrSubdomain)));
    }

    /**
     * The account of this name, for whoever knows a key of its webhooks. Where there is none of the name, the key is compared
     * all the same, so that the time of an answer tells nothing either.
     */
    public Optional<ConnectedAccount> opened(String idOrSubdomain, String webhookKey) {
        Optional<ConnectedAccount> named = named(idOrSubdomain);
        boolean fits = named.or(() -> Optional.ofNullable(directory().get(preferred())))
                .map(account -> account.isWebhookKey(webhookKey))
                .orElse(false);
        return named.filter(account -> fits);
    }

    /** The account at this host. A subdomain may be one account's at amocrm.ru and another's at kommo.com. */
    Optional<ConnectedAccount> at(String host) {
        return first(account -> account.host().equals(host));
    }

    private Optional<ConnectedAccount> first(Predicate<ConnectedAccount> wanted) {
        return directory().values().stream().filter(wanted).findFirst();
    }

    /** The account behind a reference; fails as UNKNOWN_ACCOUNT for one that is not connected. */
    public ConnectedAccount connected(AccountRef ref) {
        ConnectedAccount account = directory().get(ref);
        if (account == null) {
            throw new CrmException(CrmErrorCode.UNKNOWN_ACCOUNT, "account " + ref + " is not connected");
        }
        return account;
    }

    /** Told once of every account that is connected from now on, here or by another replica. */
    public void whenAdded(Consumer<AccountRef> listener) {
        additions.add(listener);
    }

    /** Told of every account, known before, that is connected again from now on or has moved. */
    public void whenRenewed(Consumer<AccountRef> listener) {
        renewals.add(listener);
    }

    /** Reads what is stored; another replica may have connected or moved an account. */
    public Uni<Void> reload() {
        return Uni.createFrom().deferred(() -> {
            long turn = turns.incrementAndGet();
            return unitOfWork
                    .run(() -> listAll())
                    .invoke(rows -> take(turn, rows))
                    .replaceWithVoid();
        });
    }

    private synchronized void take(long turn, List<StoredAccount> rows) {
        if (turn < taken) {
            // What was read later is known already: an account must not go and come back.
            return;
        }
        taken = turn;
        Map<AccountRef, ConnectedAccount> now = new LinkedHashMap<>(configured.all());
        for (StoredAccount row : rows) {
            AccountRef ref = new AccountRef(row.accountId);
            ConnectedAccount known = now.get(ref);
            if (known != null) {
                if (known.host().equals(row.insteadOf)) {
                    now.put(ref, known.at(row.host));
                }
            } else {
                stored(ref, row).ifPresent(account -> now.put(ref, account));
            }
        }
        directory = now;
        Map<AccountRef, Instant> connections = new HashMap<>();
        rows.forEach(row -> connections.put(new AccountRef(row.accountId), row.connectedAt));
        now.keySet().forEach(ref -> announce(ref, connections.getOrDefault(ref, Instant.EPOCH)));
    }

    private void announce(AccountRef ref, Instant connectedAt) {
        Instant before = announced.put(ref, connectedAt);
        if (before == null) {
            additions.forEach(listener -> listener.accept(ref));
        } else if (!before.equals(connectedAt)) {
            renewals.forEach(listener -> listener.accept(ref));
        }
    }

    private Optional<ConnectedAccount> stored(AccountRef ref, StoredAccount row) {
        try {
            byte[] sealed = row.webhookKey;
            return sealed == null
                    ? Optional.empty()
                    : configured.connectedOver(
                            row.clientId,
                            ref,
                            row.host,
                            keys.open(row.keyId, sealed, StoredAccount.about(row.accountId)));
        } catch (IllegalStateException e) {
            LOG.errorf("Account %s cannot be served: %s", ref, e.getMessage());
            return Optional.empty();
        }
    }

    private Map<AccountRef, ConnectedAccount> directory() {
        Map<AccountRef, ConnectedAccount> known = directory;
        return known == null ? configured.all() : known;
    }

    /**
     * In a unit of work that is under way: stores that the account is served, and where. {@link #reload} after the commit
     * makes it known here, and before long in the other replicas.
     */
    Uni<Void> settle(AccountRef ref, Integration integration, String host) {
        return findById(ref.id())
                .flatMap(found -> {
                    StoredAccount row = found == null ? new StoredAccount() : found;
                    ConnectedAccount ofSettings = configured.all().get(ref);
                    row.accountId = ref.id();
                    row.clientId = integration.clientId();
                    row.host = host;
                    row.insteadOf = ofSettings == null ? null : ofSettings.host();
                    row.connectedAt = clock.instant();
                    if (ofSettings == null && row.webhookKey == null) {
                        row.webhookKey = keys.seal(randomKey(), StoredAccount.about(ref.id()));
                        row.keyId = keys.current();
                    }
                    return found == null ? persist(row) : Uni.createFrom().item(row);
                })
                .replaceWithVoid();
    }

    /** In a unit of work that is under way: encrypts with the current key what is not. */
    Uni<Integer> reseal() {
        return find("webhookKey is not null and keyId <> ?1", keys.current())
                .list()
                .map(rows -> {
                    int resealed = 0;
                    for (StoredAccount row : rows) {
                        try {
                            row.reseal(keys);
                            resealed++;
                        } catch (IllegalStateException e) {
                            LOG.errorf(
                                    "Account %d: its webhook key cannot be re-encrypted: %s",
                                    row.accountId, e.getMessage());
                        }
                    }
                    return resealed;
                });
    }

    private static String randomKey() {
        byte[] noise = new byte[24];
        new SecureRandom().nextBytes(noise);
        return HexFormat.of().formatHex(noise);
    }
}
