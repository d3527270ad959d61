package camp.elbrusboot.gateway.api;

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
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;
import org.eclipse.microprofile.graphql.Source;

/** Contacts and what they lead to. */
@GraphQLApi
public class ContactApi {
    private final Requests requests;
    private final ApiConfig config;

    ContactApi(Requests requests, ApiConfig config) {
        this.requests = requests;
        this.config = config;
    }

    @Query
    @Description("One contact; null when the account has none with this id.")
    public Uni<Contact> contact(@Id @NonNull String id) {
        long wanted = Arguments.id("id", id);
        return requests.asked().contacts(Set.of(wanted)).map(found -> found.get(wanted));
    }

    @Query
    @NonNull
    @Description("One entry for each id, in the same order; null where the account has none.")
    public Uni<@NonNull List<Contact>> contactsById(@NonNull List<@NonNull String> ids) {
        return ById.read(ids, config.maxIds(), requests.asked()::contacts);
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

    @Nullable
    @Description(
            "The filled-in custom fields; all of them without arguments, otherwise those with one of the codes or ids.")
    public Uni<List<@NonNull CustomField>> customFields(
            @Source Contact contact, @Nullable List<@NonNull String> codes, @Nullable List<@NonNull String> ids) {
        return Uni.createFrom().item(CustomFields.chosen(contact.fields(), codes, ids));
    }
}
