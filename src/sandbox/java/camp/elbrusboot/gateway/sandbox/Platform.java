package camp.elbrusboot.gateway.sandbox;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * amoCRM as its clients see it: the allowance, then the account behind the host, then the token and the call; and what a
 * sandbox adds, faults and a record.
 */
final class Platform implements AutoCloseable {
    /** The hosts that access tokens name as {@code api_domain} (section 1.5). */
    private static final Pattern API_DOMAIN = Pattern.compile("api-[a-z]\\.(amocrm\\.ru|amocrm\\.com|kommo\\.com)");

    final BehaviourSwitch behaviour;
    final Faults faults = new Faults();
    final RequestLog requests = new RequestLog();
    final Arrivals arrivals = new Arrivals();
    final DeliveryLog deliveries = new DeliveryLog();
    final CallerTokens callers;

    private final RateLimit rateLimit;
    private final List<Crm> accounts;
    private final Consent consent;

    Platform(Behaviour atFirst, Clock clock) {
        behaviour = new BehaviourSwitch(atFirst);
        callers = new CallerTokens(clock);
        rateLimit = new RateLimit(behaviour, System::nanoTime);
        accounts = List.of(
                new Crm(Account.first(), AccountContent.ofFirst(), behaviour, faults, deliveries, clock),
                new Crm(Account.second(), SecondAccount.content(), behaviour, faults, deliveries, clock));
        consent = new Consent(accounts, behaviour);
    }

    /** Who is meant when nobody is named. */
    Crm first() {
        return accounts.get(0);
    }

    Optional<Crm> called(String text) {
        return accounts.stream().filter(crm -> crm.account.isCalled(text)).findFirst();
    }

    private Optional<Crm> at(String host) {
        return accounts.stream().filter(crm -> crm.account.host().equals(host)).findFirst();
    }

    Reply answer(Call asCame) {
        Call call = asCame.host().isEmpty() ? asCame.atHost(first().account.host()) : asCame;
        if (Consent.concerns(call)) {
            return consent.answer(call);
        }
        arrivals.arrived(call.nanos());
        Reply reply = admitted(call);
        requests.add(call, reply.transmission() == Reply.Transmission.NONE ? 0 : reply.status());
        return reply;
    }

    private Reply admitted(Call call) {
        return switch (rateLimit.admit(at(call.host()).map(crm -> crm.account))) {
            case BLOCKED -> Problem.blocked();
            case TOO_MANY -> {
                arrivals.rejected();
                yield Problem.tooManyRequests();
            }
            case ACCEPTED ->
                faults.forReply(call)
                        .map(fault -> fault.answer(() -> reached(call)))
                        .orElseGet(() -> reached(call));
        };
    }

    private Reply reached(Call call) {
        Optional<Crm> account = at(call.host());
        if (account.isPresent()) {
            return account.get().answer(call);
        }
        if (accounts.stream().anyMatch(crm -> crm.account.hasLeft(call.host()))) {
            return OauthRoutes.concerns(call) ? Problem.noSuchHost() : Problem.unauthorized();
        }
        if (API_DOMAIN.matcher(call.host()).matches() && call.path().equals(OauthRoutes.WHEREABOUTS)) {
            return whereabouts(call);
        }
        return Problem.noSuchHost();
    }

    /** Answers for the account that the refresh token belongs to, as this host serves them all (section 1.6). */
    private Reply whereabouts(Call call) {
        String refreshToken = call.header(OauthRoutes.REFRESH_TOKEN).orElse("");
        return accounts.stream()
                .filter(crm -> crm.tokens.isLive(refreshToken))
                .findFirst()
                .map(crm -> crm.answer(call))
                .orElseGet(Problem::unauthorized);
    }

    /** Restores data, hosts, settings, faults and the block; keeps tokens, subscriptions and the record of requests. */
    void reset() {
        behaviour.reset();
        faults.clear();
        rateLimit.reset();
        accounts.forEach(Crm::reset);
    }

    @Override
    public void close() {
        accounts.forEach(Crm::close);
    }
}
