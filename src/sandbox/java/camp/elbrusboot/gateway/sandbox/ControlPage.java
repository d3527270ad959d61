package camp.elbrusboot.gateway.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What the sandbox tells a person who looks at it, or a script that has called what is not there. */
final class ControlPage {
    private static final List<Control> CONTROLS = List.of(
            new Control(
                    "POST",
                    "/sandbox/leads/{id}/move?pipelineId=&statusId=&shape=",
                    "move a lead to another stage; pipelineId may be left out, shape may be digital-pipeline",
                    "-X POST '{url}/sandbox/leads/26331366/move?pipelineId=1309792&statusId=21234454'"),
            new Control(
                    "POST",
                    "/sandbox/leads?name=&pipelineId=&statusId=&contactId=",
                    "add a lead; everything may be left out; answers its id",
                    "-X POST '{url}/sandbox/leads?name=Demo&contactId=46925315'"),
            new Control(
                    "POST",
                    "/sandbox/{leads|contacts|companies}/{id}?name=",
                    "rename a lead, a contact or a company; of companies section=companies tells in that section of the webhook",
                    "-X POST '{url}/sandbox/contacts/46925315?name=Anna'"),
            new Control(
                    "POST",
                    "/sandbox/{leads|contacts|companies}/{id}/{delete|restore|responsible?userId=|note?text=}",
                    "delete, restore, hand over, or write a note",
                    "-X POST '{url}/sandbox/leads/26331366/responsible?userId=2772377'"),
            new Control(
                    "POST",
                    "/sandbox/token?roles=&accounts=&pipelines=&audience=&expires-in=&subject=&issuer=&key=",
                    "a token for a caller of the gateway, which trusts this sandbox; key=foreign signs with one that it does not trust",
                    "-X POST '{url}/sandbox/token?roles=crm.read,crm.pii'"),
            new Control(
                    "GET",
                    "/sandbox/graphiql?port=&roles=",
                    "GraphiQL of the gateway at that port, 8080 without one, with such a token; for a browser",
                    "-v {url}/sandbox/graphiql"),
            new Control("GET", "/sandbox/requests", "what the gateway has asked for", "{url}/sandbox/requests"),
            new Control(
                    "GET",
                    "/sandbox/rate",
                    "how fast the calls arrived since the last POST /sandbox/rate/reset, accepted and refused alike",
                    "{url}/sandbox/rate"),
            new Control(
                    "GET",
                    "/sandbox/deliveries",
                    "what was sent by webhook, and the replies",
                    "{url}/sandbox/deliveries"),
            new Control(
                    "POST",
                    "/sandbox/faults",
                    "make something go wrong; kinds are " + String.join(", ", FaultOrder.KINDS)
                            + "; path (a prefix), host, moreThan (ids, or rows of a page) and times may be left out",
                    "{url}/sandbox/faults -d '{\"kind\":\"status\",\"status\":503,\"path\":\"/api/v4/leads\",\"times\":3}'"),
            new Control("DELETE", "/sandbox/faults", "everything goes well again", "-X DELETE {url}/sandbox/faults"),
            new Control("GET", "/sandbox/settings", "the settings in force", "{url}/sandbox/settings"),
            new Control(
                    "POST",
                    "/sandbox/settings",
                    "change settings, any of those that GET shows",
                    "{url}/sandbox/settings -d '{\"apiFilter\":true,\"rateLimit\":0}'"),
            new Control(
                    "POST",
                    "/sandbox/authorization-codes",
                    "a fresh authorization code; ?host=second.amocrm.ru for the second account, as with all that concerns one",
                    "-X POST {url}/sandbox/authorization-codes"),
            new Control("POST", "/sandbox/tokens/revoke", "revoke all tokens", "-X POST {url}/sandbox/tokens/revoke"),
            new Control(
                    "POST",
                    "/sandbox/move-host",
                    "rename the account, or move it to another zone; reset moves it back",
                    "{url}/sandbox/move-host -d '{\"host\":\"moved.kommo.com\"}'"),
            new Control(
                    "POST",
                    "/sandbox/integration/disable",
                    "switch the integration off: revoke its tokens and tell the address; answers the status it got;"
                            + " signature and parameter (client_uuid or client_id) may be given",
                    "{url}/sandbox/integration/disable -d '{\"url\":\"http://localhost:8080/disabled\"}'"),
            new Control(
                    "POST",
                    "/sandbox/subscribe",
                    "subscribe a webhook afresh, outside the record of requests; without settings to all of leads, contacts, companies",
                    "{url}/sandbox/subscribe -d '{\"destination\":\"http://localhost:8080/hook\",\"settings\":[\"status_lead\"]}'"),
            new Control(
                    "POST",
                    "/sandbox/webhooks/release",
                    "send what the fault webhook-hold has kept back",
                    "-X POST {url}/sandbox/webhooks/release"),
            new Control(
                    "POST",
                    "/sandbox/webhooks/switch-off",
                    "switch all webhooks off, as after too many bad replies",
                    "-X POST {url}/sandbox/webhooks/switch-off"),
            new Control(
                    "POST",
                    "/sandbox/reset",
                    "restore data, settings and faults; keep tokens, subscriptions and the record",
                    "-X POST {url}/sandbox/reset"));

    private final String url;

    private final Account account;

    private record Control(String method, String path, String meaning, String example) {}

    ControlPage(String url, Account account) {
        this.account = account;
        this.url = url;
    }

    String text() {
        StringBuilder text = new StringBuilder(
                """
                A stand-in for amoCRM: account %s (%d), fictional data.
                API v4 is under /api/v4, v2 under /api/v2, OAuth under /oauth2, at the first account's host;
                any other host is named in front: /at/{host}/api/v4.
                The token %s is always accepted:

                  curl -H 'Authorization: Bearer %s' '%s/api/v4/leads/26331366?with=contacts'

                Control calls:

                """.formatted(account.subdomain(), account.id(), Tokens.LONG_LIVED, Tokens.LONG_LIVED, url));
        for (Control control : CONTROLS) {
            text.append("%s %s%n  %s%n  curl %s%n%n"
                    .formatted(control.method(), control.path(), control.meaning(), example(control)));
        }
        return text.toString();
    }

    ObjectNode document() {
        ObjectNode document = Json.object().put("error", "there is no such control call");
        ArrayNode controls = document.putArray("controls");
        for (Control control : CONTROLS) {
            controls.addObject()
                    .put("method", control.method())
                    .put("path", control.path())
                    .put("meaning", control.meaning())
                    .put("example", "curl " + example(control));
        }
        return document;
    }

    private String example(Control control) {
        return control.example().replace("{url}", url);
    }
}
