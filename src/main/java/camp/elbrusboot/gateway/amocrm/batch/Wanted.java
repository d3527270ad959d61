package camp.elbrusboot.gateway.amocrm.batch;

import camp.elbrusboot.gateway.crm.Contact;
import camp.elbrusboot.gateway.crm.ContactQuery;
import camp.elbrusboot.gateway.crm.Lead;
import camp.elbrusboot.gateway.crm.LeadQuery;
import camp.elbrusboot.gateway.crm.Page;
import camp.elbrusboot.gateway.crm.TimeSpan;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a query wants of a list, whatever the list is of.
 *
 * @param name of the entities, for messages
 * @param narrowed whether there are conditions that amoCRM applies only where its option is on; text works anyhow
 * @param admits whether an entity satisfies these conditions
 * @param behind whether nothing that is admitted can follow, because the list is in the order of a span that has ended
 */
public record Wanted<T>(
        String name,
        boolean narrowed,
        Predicate<T> admits,
        Predicate<T> behind,
        ToLongFunction<T> id,
        long offset,
        int limit) {

    public static Wanted<Lead> of(LeadQuery query) {
        return new Wanted<>(
                "leads",
                !(query.pipelineIds().isEmpty()
                        && query.statuses().isEmpty()
                        && query.responsibleUserIds().isEmpty()
                        && query.createdAt().equals(TimeSpan.ALWAYS)
                        && query.updatedAt().equals(TimeSpan.ALWAYS)
                        && query.closedAt().equals(TimeSpan.ALWAYS)),
                query::admits,
                lead -> isBehind(query, lead),
                Lead::id,
                query.offset(),
                query.limit());
    }

    public static Wanted<Contact> of(ContactQuery query) {
        return new Wanted<>(
                "contacts",
                !(query.responsibleUserIds().isEmpty()
                        && query.createdAt().equals(TimeSpan.ALWAYS)
                        && query.updatedAt().equals(TimeSpan.ALWAYS)),
                query::admits,
                contact -> isBefore(contact.updatedAt(), query.updatedAt().from()),
                Contact::id,
                query.offset(),
                query.limit());
    }

    /** Out of all that the query admits, or of more than it wants. */
    public Page<T> part(List<T> admitted) {
        return new Page<>(admitted.stream().skip(offset).limit(limit).toList(), isMoreThanWanted(admitted.size()));
    }

    /** Whether so many hold the wanted part, and tell whether more follows. */
    public boolean isMoreThanWanted(int admitted) {
        return admitted > offset + limit;
    }

    private static boolean isBehind(LeadQuery query, Lead lead) {
        return switch (query.order()) {
            case UPDATED_AT_DESC -> isBefore(lead.updatedAt(), query.updatedAt().from());
            case CREATED_AT_DESC -> isBefore(lead.createdAt(), query.createdAt().from());
            case UPDATED_AT_ASC ->
                isNotBefore(lead.updatedAt(), query.updatedAt().to());
            case CREATED_AT_ASC ->
                isNotBefore(lead.createdAt(), query.createdAt().to());
            case ID_ASC -> false;
        };
    }

    private static boolean isBefore(Instant moment, @Nullable Instant bound) {
        return bound != null && moment.isBefore(bound);
    }

    private static boolean isNotBefore(Instant moment, @Nullable Instant bound) {
        return bound != null && !moment.isBefore(bound);
    }
}
