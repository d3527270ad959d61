package camp.elbrusboot.gateway.sandbox;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The window in which an administrator lets the integration into an account (section 1.2); here, nobody has to click. */
final class Consent {
    private static final Set<String> HOSTS = Set.of("www.amocrm.ru", "www.amocrm.com", "www.kommo.com");

    private final List<Crm> accounts;
    private final BehaviourSwitch behaviour;

    Consent(List<Crm> accounts, BehaviourSwitch behaviour) {
        this.accounts = accounts;
        this.behaviour = behaviour;
    }

    /** Asked for by a browser, not by the integration: neither counted nor recorded. */
    static boolean concerns(Call call) {
        return HOSTS.contains(call.host()) && call.path().equals("/oauth");
    }

    Reply answer(Call call) {
        if (!call.method().equals("GET")) {
            return Problem.methodNotAllowed();
        }
        if (!call.query().text("client_id").orElse("").equals(Integration.CLIENT_ID)) {
            return Reply.page(400, "400 Bad Request");
        }
        // No part of amoCRM: there, the administrator picks an account in the window.
        String wanted = call.query().text("account").orElse(behaviour.current().consentAccount());
        Optional<Crm> chosen =
                accounts.stream().filter(crm -> crm.account.isCalled(wanted)).findFirst();
        if (chosen.isEmpty()) {
            return Reply.page(400, "400 Bad Request");
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        if (behaviour.current().consents()) {
            Account account = chosen.get().account;
            parameters.put("code", chosen.get().tokens.newCode());
            parameters.put("referer", account.host());
            call.query().text("state").ifPresent(state -> parameters.put("state", state));
            parameters.put("platform", account.zone().equals("amocrm.ru") ? "1" : "2");
            parameters.put("client_id", Integration.CLIENT_ID);
        } else {
            parameters.put("error", "access_denied");
            call.query().text("state").ifPresent(state -> parameters.put("state", state));
        }
        // Whatever mode= says: the redirect is the same, only the window differs in which it happens.
        return Reply.redirect(Integration.REDIRECT_URI + "?" + encoded(parameters));
    }

    private static String encoded(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + Query.encode(parameter.getValue()))
                .collect(Collectors.joining("&"));
    }
}
