package camp.elbrusboot.gateway.amocrm.v4;

import camp.elbrusboot.gateway.account.Accounts;
import camp.elbrusboot.gateway.account.ConnectedAccount;
import camp.elbrusboot.gateway.amocrm.http.Upstream;
import camp.elbrusboot.gateway.amocrm.wire.Wire;
import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.CrmErrorCode;
import camp.elbrusboot.gateway.crm.CrmException;
import camp.elbrusboot.gateway.crm.OwnWebhook;
import camp.elbrusboot.gateway.crm.Priority;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/** amoCRM's subscriptions of webhooks (section 2.12). Destinations have keys in them and are never told to anybody. */
@ApplicationScoped
public class V4Webhooks {
    private static final String STAGES = "status_lead";

    /** Whatever happens to leads, contacts and companies: what is not told is shown as it was. The README lists them. */
    private static final List<String> NEEDED = Stream.concat(
                    Stream.of(STAGES), Stream.of("lead", "contact", "company").flatMap(entity -> Stream.of(
                                    "add", "update", "delete", "restore", "responsible", "note")
                            .map(action -> action + "_" + entity)))
            .toList();

    private final V4Api api;
    private final Upstream upstream;
    private final Accounts accounts;

    V4Webhooks(@RestClient V4Api api, Upstream upstream, Accounts accounts) {
        this.api = api;
        this.upstream = upstream;
        this.accounts = accounts;
    }

    /** The webhooks of a gateway that amoCRM reaches at this address; without one they can be looked at. */
    public OwnWebhook at(Optional<String> publicUrl) {
        return new OwnWebhook() {
            @Override
            public Uni<Condition> look(AccountRef account) {
                return own(account).map(V4Webhooks::condition);
            }

            @Override
            public boolean canMend() {
                return publicUrl.isPresent();
            }

            @Override
            public Uni<Condition> mend(AccountRef account) {
                String base = publicUrl
                        .map(url -> url.replaceAll("/+$", ""))
                        .orElseThrow(() -> new CrmException(
                                CrmErrorCode.UNSUPPORTED, "the address of the gateway is not among its settings"));
                return own(account).flatMap(found -> mended(
                                account,
                                found,
                                base + accounts.connected(account).webhookPath())
                        .replaceWith(condition(found)));
            }
        };
    }

    private Uni<List<V4Wire.Webhook>> own(AccountRef ref) {
        ConnectedAccount account = accounts.connected(ref);
        return upstream.ask(ref, Priority.REPAIR, api::webhooks)
                .map(answer -> answer == null
                        ? List.of()
                        : Wire.list(V4Rows.embedded(ref, answer.embedded()).webhooks()).stream()
                                .filter(webhook -> account.isWebhookPath(path(webhook.destination())))
                                .toList());
    }

    private static String path(@Nullable String destination) {
        try {
            String path = destination == null ? null : new URI(destination).getPath();
            return path == null ? "" : path;
        } catch (URISyntaxException notAddress) {
            return "";
        }
    }

    /** That of the best of them. */
    private static OwnWebhook.Condition condition(List<V4Wire.Webhook> own) {
        return own.stream()
                .map(V4Webhooks::condition)
                .min(Comparator.naturalOrder())
                .orElse(OwnWebhook.Condition.MISSING);
    }

    private static OwnWebhook.Condition condition(V4Wire.Webhook webhook) {
        List<String> settings = Wire.list(webhook.settings());
        if (webhook.disabled()) {
            return OwnWebhook.Condition.SWITCHED_OFF;
        }
        return settings.containsAll(NEEDED)
                ? OwnWebhook.Condition.WHOLE
                : settings.contains(STAGES) ? OwnWebhook.Condition.PARTIAL : OwnWebhook.Condition.DEAF;
    }

    /** Whether POST switches one on again is not confirmed: it is taken away first (section 4.1). */
    private Uni<Void> mended(AccountRef account, List<V4Wire.Webhook> own, String fresh) {
        return switch (condition(own)) {
            case WHOLE -> Uni.createFrom().voidItem();
            // Where it is now is where amoCRM reaches it: a second one would tell everything twice.
            case PARTIAL, DEAF ->
                subscribe(
                        account,
                        own,
                        own.stream()
                                .filter(webhook -> !webhook.disabled())
                                .map(V4Wire.Webhook::destination)
                                .filter(Objects::nonNull)
                                .findFirst()
                                .orElse(fresh));
            case SWITCHED_OFF, MISSING ->
                Multi.createFrom()
                        .iterable(own)
                        .onItem()
                        .transformToUniAndConcatenate(webhook -> unsubscribe(account, webhook))
                        .collect()
                        .last()
                        .chain(() -> subscribe(account, own, fresh));
        };
    }

    /** Gone already is as good. */
    private Uni<Void> unsubscribe(AccountRef account, V4Wire.Webhook webhook) {
        V4Wire.Destination body = new V4Wire.Destination(Objects.requireNonNull(webhook.destination()));
        return upstream.askForOne(account, Priority.REPAIR, (base, bearer) -> api.unsubscribe(base, bearer, body));
    }

    /** With what somebody may have ticked beyond what is needed. */
    private Uni<Void> subscribe(AccountRef account, List<V4Wire.Webhook> own, String destination) {
        Set<String> settings = new LinkedHashSet<>(NEEDED);
        own.forEach(webhook -> settings.addAll(Wire.list(webhook.settings())));
        V4Wire.Subscription body = new V4Wire.Subscription(destination, List.copyOf(settings));
        return upstream.ask(account, Priority.REPAIR, (base, bearer) -> api.subscribe(base, bearer, body))
                .replaceWithVoid();
    }
}
