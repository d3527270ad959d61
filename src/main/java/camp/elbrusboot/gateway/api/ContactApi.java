package camp.elbrusboot.gateway.api;

import camp.elbrusboot.gateway.crm.Contact;
import io.smallrye.graphql.api.Nullable;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.graphql.DefaultValue;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;

/** Contacts, alone and in lists. */
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
    public Uni<Contact> contact(@Id @NonNull @Description("amoCRM's id of the contact.") String id) {
        long wanted = Arguments.id("id", id);
        return requests.asked().contacts(Set.of(wanted)).map(found -> found.get(wanted));
    }

    @Query
    @NonNull
    @Description("One entry for each id, in the same order; null where the account has none.")
    public Uni<@NonNull List<Contact>> contactsById(
            @NonNull @Description("amoCRM's ids of contacts; how many is a setting of the gateway, usually 1000.")
                    List<@NonNull String> ids) {
        Asked asked = requests.asked();
        return ById.read(ids, config.maxIds(), wanted -> asked.contacts(wanted));
    }

    @Query
    @NonNull
    @Description("A list of contacts, last updated first.")
    public Uni<@NonNull ContactConnection> contacts(
            @DefaultValue("50") @Description("At most this many, from 1 to 250.") @Nullable Integer first,
            @Description("A cursor of the same list.") @Nullable String after,
            @Description("Which contacts; all of them without it.") @Nullable ContactFilter filter) {
        Asked asked = requests.asked();
        ContactList list = ContactList.of(filter);
        Privacy.search(list.text(), asked.caller());
        Cursors cursors = requests.cursors(asked, list);
        int limit = Arguments.first(first);
        long offset = cursors.offset(after);
        return asked.contacts(list.query(offset, limit))
                .map(contacts -> ContactConnection.of(contacts, cursors, offset));
    }
}
