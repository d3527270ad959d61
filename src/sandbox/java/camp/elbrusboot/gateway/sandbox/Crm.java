package camp.elbrusboot.gateway.sandbox;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** amoCRM as its clients see it: the allowance, the token, then the call; and what a sandbox adds, faults and a record. */
final class Crm implements AutoCloseable {
    final BehaviourSwitch behaviour;
    final Faults faults = new Faults();
    final RequestLog requests = new RequestLog();
    final DeliveryLog deliveries = new DeliveryLog();
    final Tokens tokens;
    final Subscriptions subscriptions;
    final LeadChanges changes;

    private final RateLimit rateLimit;
    private final Hooks hooks;
    private final Routes oauth;
    private final Routes api;

    Crm(Behaviour atFirst, Clock clock) {
        behaviour = new BehaviourSwitch(atFirst);
        tokens = new Tokens(clock, behaviour);
        subscriptions = new Subscriptions(clock, behaviour);
        rateLimit = new RateLimit(behaviour, System::nanoTime);
        hooks = new Hooks(subscriptions, behaviour, faults, deliveries, clock);
        AccountData data = new AccountData();
        changes = new LeadChanges(data, hooks, clock);
        oauth = new Routes(new OauthRoutes(tokens).routes());
        api = new Routes(apiRoutes(data, clock));
    }

    private List<Route> apiRoutes(AccountData data, Clock clock) {
        Lists lists = new Lists(behaviour);
        List<Route> routes = new ArrayList<>();
        routes.addAll(new PipelineRoutes(data).routes());
        routes.addAll(new LinkRoutes(data).routes());
        routes.addAll(new LeadRoutes(data, lists, behaviour, changes).routes());
        routes.addAll(new ContactRoutes(data, lists, behaviour).routes());
        routes.addAll(new AccountRoutes(behaviour).routes());
        routes.addAll(new EventRoutes(data, lists).routes());
        routes.addAll(new WebhookRoutes(subscriptions).routes());
        routes.addAll(new LegacyRoutes(data, clock).routes());
        return routes;
    }

    Reply answer(Call call) {
        Reply reply = admitted(call);
        requests.add(call, reply.transmission() == Reply.Transmission.NONE ? 0 : reply.status());
        return reply;
    }

    private Reply admitted(Call call) {
        return switch (rateLimit.admit()) {
            case BLOCKED -> Problem.blocked();
            case TOO_MANY -> Problem.tooManyRequests();
            case ACCEPTED ->
                faults.forReply(call.path())
                        .map(fault -> fault.answer(() -> authorised(call)))
                        .orElseGet(() -> authorised(call));
        };
    }

    private Reply authorised(Call call) {
        if (call.path().startsWith("/oauth2/")) {
            return oauth.answer(call).orElseGet(Problem::notFound);
        }
        if (call.bearer().filter(tokens::accepts).isEmpty()) {
            return Problem.unauthorized();
        }
        return api.answer(call).orElseGet(Problem::notFound);
    }

    /** Restores data, settings, faults and the block; keeps tokens, subscriptions and the record of requests. */
    void reset() {
        behaviour.reset();
        faults.clear();
        rateLimit.reset();
        subscriptions.reset();
        changes.reset();
    }

    @Override
    public void close() {
        hooks.close();
    }
}
