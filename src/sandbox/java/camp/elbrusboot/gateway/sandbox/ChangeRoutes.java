package camp.elbrusboot.gateway.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The control calls that change leads, contacts and companies, as somebody in amoCRM's interface does. */
final class ChangeRoutes {
    private final Function<ControlRoutes.AccountHandler, Route.Handler> account;
    private final List<Route> routes = new ArrayList<>();

    /** What to do to the entity with the id. */
    private interface Change {
        Reply make(Crm crm, Call call, long id);
    }

    /** @param account finds the account that a call means */
    ChangeRoutes(Function<ControlRoutes.AccountHandler, Route.Handler> account) {
        this.account = account;
    }

    List<Route> routes() {
        routes.add(Route.post("/sandbox/leads", account.apply((crm, call, path) -> add(crm, call.query()))));
        on("leads", "", ChangeRoutes::rename);
        on("leads", "/responsible", ChangeRoutes::give);
        on("leads", "/delete", (crm, call, id) -> lead(id, crm.changes.delete(id)));
        on("leads", "/restore", (crm, call, id) -> lead(id, crm.changes.restore(id)));
        on("leads", "/note", (crm, call, id) -> lead(id, crm.changes.note(id, text(call))));
        for (Party.Kind kind : Party.Kind.values()) {
            String parties = kind.collection();
            on(parties, "", (crm, call, id) -> rename(crm, call, kind, id));
            on(parties, "/responsible", (crm, call, id) -> give(crm, call, kind, id));
            on(parties, "/delete", (crm, call, id) -> party(id, crm.parties.delete(kind, id, section(call))));
            on(parties, "/restore", (crm, call, id) -> party(id, crm.parties.restore(kind, id, section(call))));
            on(parties, "/note", (crm, call, id) -> party(id, crm.parties.note(kind, id, text(call), section(call))));
        }
        return routes;
    }

    private void on(String collection, String verb, Change change) {
        routes.add(Route.post(
                "/sandbox/" + collection + "/{id}" + verb,
                account.apply((crm, call, path) -> change.make(crm, call, path.id(0)))));
    }

    private static Reply add(Crm crm, Query query) {
        LeadChanges.Wish wish = new LeadChanges.Wish(
                query.text("name").orElse(null),
                null,
                query.number("pipelineId").orElse(null),
                query.number("statusId").orElse(null),
                null);
        return crm.changes
                .add(wish, query.number("contactId").orElse(null))
                .map(id -> Reply.json(201, Json.object().put("id", id)))
                .orElseGet(() -> Reply.text(404, "there is no such stage\n"));
    }

    private static Reply rename(Crm crm, Call call, long id) {
        return call.query()
                .text("name")
                .map(name -> lead(
                        id, crm.changes.apply(id, LeadChanges.Wish.named(name), LeadChanges.Shape.ACCOUNT_WEBHOOK)))
                .orElseGet(ChangeRoutes::nameless);
    }

    private static Reply give(Crm crm, Call call, long id) {
        return call.query()
                .number("userId")
                .map(user -> lead(
                        id, crm.changes.apply(id, LeadChanges.Wish.givenTo(user), LeadChanges.Shape.ACCOUNT_WEBHOOK)))
                .orElseGet(ChangeRoutes::userless);
    }

    private static Reply rename(Crm crm, Call call, Party.Kind kind, long id) {
        return call.query()
                .text("name")
                .map(name -> party(id, crm.parties.rename(kind, id, name, section(call))))
                .orElseGet(ChangeRoutes::nameless);
    }

    private static Reply give(Crm crm, Call call, Party.Kind kind, long id) {
        return call.query()
                .number("userId")
                .map(user -> party(id, crm.parties.giveTo(kind, id, user, section(call))))
                .orElseGet(ChangeRoutes::userless);
    }

    /** Where a webhook tells of a contact or a company (section 4.2). */
    private static String section(Call call) {
        return call.query().text("section").filter("companies"::equals).orElse("contacts");
    }

    private static String text(Call call) {
        return call.query().text("text").orElse("Перезвонить завтра");
    }

    private static Reply lead(long id, LeadChanges.Outcome outcome) {
        return party(id, outcome != LeadChanges.Outcome.UNKNOWN_LEAD);
    }

    private static Reply party(long id, boolean known) {
        return known ? Reply.noContent() : Reply.text(404, "there is no such entity with the id " + id + "\n");
    }

    private static Reply nameless() {
        return Reply.text(400, "name is missing, as in ?name=Anna\n");
    }

    private static Reply userless() {
        return Reply.text(400, "userId is missing or not a number, as in ?userId=2772377\n");
    }
}
