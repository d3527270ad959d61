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
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
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
    private final List<Consumer<AccountRef>> listeners = new CopyOnWriteArrayList<>();
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
        return directory().values().stream()
                .filter(account -> account.ref().toString().equals(idOrSubdomain)
                        || account.subdomain().equals(idOrSubdomain))
                .findFirst();
    }

    /** The account behind a reference; fails as UNKNOWN_ACCOUNT for one that is not connected. */
    public ConnectedAccount connected(AccountRef ref) {
        ConnectedAccount account = directory().get(ref);
        if (account == null) {
            throw new CrmException(CrmErrorCode.UNKNOWN_ACCOUNT, "account " + ref + " is not connected");
        }
        return account;
    }

    /** Told of every account that is connected from now on, here or by another replica. */
    public void whenAdded(Consumer<AccountRef> listener) {
        listeners.add(listener);
    }

    /** Reads what is stored; another replica may have connected or moved an account. */
    public Uni<Void> reload() {
        return unitOfWork.run(() -> listAll()).invoke(this::take).replaceWithVoid();
    }

    private void take(List<StoredAccount> rows) {
        Map<AccountRef, ConnectedAccount> before = directory();
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
        now.keySet().stream()
                .filter(ref -> !before.containsKey(ref))
                .forEach(ref -> listeners.forEach(listener -> listener.accept(ref)));
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
                    for (StoredAccount row : rows) {
                        String about = StoredAccount.about(row.accountId);
                        byte[] sealed = row.webhookKey;
                        if (sealed != null) {
                            row.webhookKey = keys.seal(keys.open(row.keyId, sealed, about), about);
                            row.keyId = keys.current();
                        }
                    }
                    return rows.size();
                });
    }

    private static String randomKey() {
        byte[] noise = new byte[24];
        new SecureRandom().nextBytes(noise);
        return HexFormat.of().formatHex(noise);
    }
}
