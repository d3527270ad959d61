package camp.elbrusboot.gateway.sandbox;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** One account of amoCRM, at its own host: its tokens, its data, its webhooks. */
final class Crm implements AutoCloseable {
    final Account account;
    final Tokens tokens;
    final Subscriptions subscriptions;
    final LeadChanges changes;
    final PartyChanges parties;
    final Hooks hooks;

    private final BehaviourSwitch behaviour;
    private final Routes oauth;
    private final Routes api;

    Crm(
            Account account,
            AccountContent content,
            BehaviourSwitch behaviour,
            Faults faults,
            DeliveryLog deliveries,
            Clock clock) {
        this.account = account;
        this.behaviour = behaviour;
        tokens = new Tokens(account, clock, behaviour);
        subscriptions = new Subscriptions(clock, behaviour);
        hooks = new Hooks(subscriptions, behaviour, faults, deliveries, clock);
        AccountData data = new AccountData(content);
        HookForm form = new HookForm(account);
        changes = new LeadChanges(account, data, hooks, form, behaviour, clock);
        parties = new PartyChanges(account, data, hooks, form, clock);
        oauth = new Routes(new OauthRoutes(account, tokens).routes());
        api = new Routes(apiRoutes(data, behaviour, clock));
    }

    private List<Route> apiRoutes(AccountData data, BehaviourSwitch behaviour, Clock clock) {
        Lists lists = new Lists(account, behaviour);
        List<Route> routes = new ArrayList<>();
        routes.addAll(new PipelineRoutes(account, data).routes());
        routes.addAll(new LinkRoutes(account, data).routes());
        routes.addAll(new LeadRoutes(account, data, lists, behaviour, changes).routes());
        routes.addAll(new ContactRoutes(account, data, lists, behaviour).routes());
        routes.addAll(new AccountRoutes(account, behaviour).routes());
        routes.addAll(new EventRoutes(account, data, lists, clock).routes());
        routes.addAll(new FieldRoutes(account, data.fields()).routes());
        routes.addAll(new WebhookRoutes(account, subscriptions).routes());
        routes.addAll(new LegacyRoutes(account, data, behaviour, clock).routes());
        return routes;
    }

    Reply answer(Call call) {
        if (OauthRoutes.concerns(call)) {
            return oauth.answer(call).orElseGet(Problem::notFound);
        }
        if (call.bearer().filter(tokens::accepts).isEmpty()) {
            return Problem.unauthorized();
        }
        if (call.path().startsWith("/api/v2/") && !behaviour.current().legacyApi()) {
            return Problem.notFound();
        }
        return api.answer(call).orElseGet(Problem::notFound);
    }

    void reset() {
        account.moveBack();
        subscriptions.reset();
        changes.reset();
    }

    @Override
    public void close() {
        hooks.close();
    }
}
