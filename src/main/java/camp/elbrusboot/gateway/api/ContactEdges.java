package camp.elbrusboot.gateway.api;

import camp.elbrusboot.gateway.crm.Company;
import camp.elbrusboot.gateway.crm.Contact;
import camp.elbrusboot.gateway.crm.CustomField;
import camp.elbrusboot.gateway.crm.Lead;
import io.smallrye.graphql.api.Nullable;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Source;

/** What contacts lead to; batches are as {@link LeadEdges} says. */
@GraphQLApi
public class ContactEdges {
    private final Requests requests;

    ContactEdges(Requests requests) {
        this.requests = requests;
    }

    @NonNull
    @Description("The linked leads.")
    public Uni<List<@NonNull List<@NonNull Lead>>> leads(@Source List<Contact> contacts) {
        Set<Long> wanted =
                contacts.stream().flatMap(contact -> contact.leadIds().stream()).collect(Collectors.toSet());
        return requests.asked().leads(wanted).map(found -> contacts.stream()
                .map(contact -> contact.leadIds().stream()
                        .map(found::get)
                        .filter(Objects::nonNull)
                        .toList())
                .toList());
    }

    @Description("The company that the contact belongs to; null where there is none.")
    public Uni<List<Company>> company(@Source List<Contact> contacts) {
        return requests.asked().named(contacts.stream().map(Contact::company).toList());
    }

    @Nullable
    @Description(
            "The filled-in custom fields; all of them without arguments, otherwise those with one of the codes or ids.")
    public Uni<List<@NonNull CustomField>> customFields(
            @Source Contact contact,
            @Description(CustomFields.CODES) @Nullable List<@NonNull String> codes,
            @Description(CustomFields.IDS) @Nullable List<@NonNull String> ids) {
        return Uni.createFrom().item(CustomFields.chosen(contact.fields(), codes, ids));
    }
}
