package camp.elbrusboot.gateway.api;

import camp.elbrusboot.gateway.access.Caller;
import camp.elbrusboot.gateway.access.Role;
import camp.elbrusboot.gateway.crm.Contact;
import camp.elbrusboot.gateway.crm.CrmErrorCode;
import camp.elbrusboot.gateway.crm.CrmException;
import graphql.execution.DataFetcherResult;
import graphql.schema.DataFetcher;
import graphql.schema.FieldCoordinates;
import graphql.schema.GraphQLCodeRegistry;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Personal data: what of a contact is null, with an error that says so, for callers without {@link Role#PII}. */
@ApplicationScoped
class Privacy {
    private static final String CONTACT = "Contact";

    private static final Set<String> PERSONAL =
            Set.of("name", "firstName", "lastName", "email", "emails", "phone", "phones", "customFields");

    /** What is known of a contact without asking amoCRM. */
    private static final Set<String> KNOWN = Set.of("id", "__typename");

    private final Failures failures;

    Privacy(Failures failures) {
        this.failures = failures;
    }

    /** The schema's resolvers, with ours before those of personal data. */
    GraphQLCodeRegistry guarded(GraphQLSchema schema) {
        GraphQLObjectType contact = schema.getObjectType(CONTACT);
        GraphQLCodeRegistry resolvers = schema.getCodeRegistry();
        return resolvers.transform(guarded -> PERSONAL.forEach(field -> {
            FieldCoordinates place = FieldCoordinates.coordinates(CONTACT, field);
            if (contact.getFieldDefinition(field) == null) {
                throw new IllegalStateException("the schema does not have " + place + ", which is to be guarded");
            }
            guarded.dataFetcher(
                    place, guarded(resolvers.getDataFetcher(place, contact.getFieldDefinition(field)), field));
        }));
    }

    private DataFetcher<?> guarded(DataFetcher<?> resolver, String name) {
        return field -> Asker.of(field.getGraphQlContext()).may(Role.PII)
                ? resolver.get(field)
                : DataFetcherResult.newResult()
                        .error(failures.refusal(field, CONTACT + "." + name + " takes the role " + Role.PII.word()))
                        .build();
    }

    /**
     * Who may not read a phone number must not find out by asking for whose it is. amoCRM looks for text in e-mails, phones
     * and names, of leads' contacts, too.
     */
    static void search(@Nullable String text, Caller caller) {
        if (text != null && !caller.may(Role.PII)) {
            throw new CrmException(
                    CrmErrorCode.FORBIDDEN,
                    "argument \"filter.query\" searches personal data, which takes the role " + Role.PII.word());
        }
    }

    /**
     * Whether an operation needs more of contacts than their ids, when asked by somebody who does not get personal data.
     *
     * @param fields {@code Type.field}
     */
    static boolean asksForMore(Set<String> fields) {
        return fields.stream()
                .filter(field -> field.startsWith(CONTACT + "."))
                .map(field -> field.substring(CONTACT.length() + 1))
                .anyMatch(field -> !PERSONAL.contains(field) && !KNOWN.contains(field));
    }

    /** Contacts of which nothing but the id will be shown. Whether amoCRM has them is not known. */
    static Map<Long, Contact> unread(Set<Long> ids) {
        return ids.stream().collect(Collectors.toMap(Function.identity(), Privacy::unread));
    }

    private static Contact unread(long id) {
        return new Contact(
                id,
                null,
                null,
                null,
                List.of(),
                List.of(),
                List.of(),
                null,
                0,
                List.of(),
                List.of(),
                Instant.EPOCH,
                Instant.EPOCH,
                Set.of());
    }
}
