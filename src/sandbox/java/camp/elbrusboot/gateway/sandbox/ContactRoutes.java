package camp.elbrusboot.gateway.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Contacts and companies, which are nearly the same to amoCRM (section 2.4). */
final class ContactRoutes {
    private final AccountData data;
    private final Lists lists;
    private final BehaviourSwitch behaviour;

    private final Account account;
    private final Documents documents;

    ContactRoutes(Account account, AccountData data, Lists lists, BehaviourSwitch behaviour) {
        this.account = account;
        this.documents = new Documents(account);
        this.data = data;
        this.lists = lists;
        this.behaviour = behaviour;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/v4/contacts", (call, path) -> contacts(call)),
                Route.get("/api/v4/contacts/{id}", (call, path) -> contact(call, path.id(0))),
                Route.get("/api/v4/companies", (call, path) -> companies(call)),
                Route.get("/api/v4/companies/{id}", (call, path) -> company(call, path.id(0))));
    }

    private Reply contacts(Call call) {
        List<Contact> contacts = EntityFilter.select(
                data.contacts().stream(), call.query(), behaviour.current().apiFilter(), contact -> true);
        return lists.page(call, "contacts", Lists.MOST_ENTITIES, contacts, contact -> document(call, contact));
    }

    private Reply contact(Call call, long id) {
        return data.contact(id)
                .map(contact -> Reply.hal(document(call, contact)))
                .orElseGet(Reply::noContent);
    }

    private Reply companies(Call call) {
        List<Company> companies = EntityFilter.select(
                data.companies().stream(), call.query(), behaviour.current().apiFilter(), company -> true);
        return lists.page(call, "companies", Lists.MOST_ENTITIES, companies, company -> document(call, company));
    }

    private Reply company(Call call, long id) {
        return data.company(id)
                .map(company -> Reply.hal(document(call, company)))
                .orElseGet(Reply::noContent);
    }

    private ObjectNode document(Call call, Contact contact) {
        ObjectNode document = Json.object()
                .put("id", contact.id())
                .put("name", contact.name())
                .put("first_name", contact.firstName())
                .put("last_name", contact.lastName());
        ObjectNode embedded = complete(document, contact, "contacts");
        embedded.set("companies", documents.references("companies", contact.companies()));
        if (call.with("leads")) {
            embedded.set("leads", documents.references("leads", data.leadsOfContact(contact.id())));
        }
        withNothing(call, embedded);
        return document;
    }

    private ObjectNode document(Call call, Company company) {
        ObjectNode document = Json.object().put("id", company.id()).put("name", company.name());
        ObjectNode embedded = complete(document, company, "companies");
        if (call.with("contacts")) {
            embedded.set("contacts", documents.references("contacts", data.contactsOfCompany(company.id())));
        }
        if (call.with("leads")) {
            embedded.set("leads", documents.references("leads", data.leadsOfCompany(company.id())));
        }
        withNothing(call, embedded);
        return document;
    }

    /** The account has neither customers nor catalogs. */
    private static void withNothing(Call call, ObjectNode embedded) {
        for (String part : List.of("customers", "catalog_elements")) {
            if (call.with(part)) {
                embedded.putArray(part);
            }
        }
    }

    /** Adds what both kinds have, and answers the {@code _embedded} object. */
    private ObjectNode complete(ObjectNode document, Entity entity, String collection) {
        document.put("responsible_user_id", entity.responsibleUserId())
                .put("group_id", entity.groupId())
                .put("created_by", entity.createdBy())
                .put("updated_by", entity.updatedBy())
                .put("created_at", entity.createdAt())
                .put("updated_at", entity.updatedAt())
                .put("is_deleted", false)
                .put("closest_task_at", entity.closestTaskAt());
        document.set("custom_fields_values", Documents.customFields(entity.customFields()));
        document.put("account_id", account.id());
        documents.self(document, collection + "/" + entity.id());
        ObjectNode embedded = document.putObject("_embedded");
        embedded.set("tags", Documents.tags(entity.tags()));
        return embedded;
    }
}
