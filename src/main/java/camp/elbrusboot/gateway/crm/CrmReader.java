package camp.elbrusboot.gateway.crm;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads an account of amoCRM.
 *
 * <p>Whatever cannot be read fails with a {@link CrmException}; nothing else is thrown across this port. An id that
 * amoCRM does not have is absent from the map: never null, never a failure. Nothing is returned that was not asked for,
 * and every entity has at least the {@link Detail details} that were.
 */
public interface CrmReader {
    /** What amoCRM says of the account itself. */
    Uni<AccountProfile> profile(AccountRef account);

    /** All pipelines, archived ones included, ascending by sort; empty when the account has none. */
    Uni<List<Pipeline>> pipelines(AccountRef account);

    /** The leads with these ids. At most one upstream call for each 250 ids. */
    Uni<Map<Long, Lead>> leads(AccountRef account, Set<Long> ids, Set<Detail> details);

    /** The contacts with these ids. At most one upstream call for each 250 ids. */
    Uni<Map<Long, Contact>> contacts(AccountRef account, Set<Long> ids, Set<Detail> details);

    /** The companies with these ids, with their names. At most one upstream call for each 250 ids. */
    Uni<Map<Long, Company>> companies(AccountRef account, Set<Long> ids);

    /** A part of a list; empty past its end. Fails as UNSUPPORTED where the account cannot apply the conditions. */
    Uni<Page<Lead>> leads(AccountRef account, LeadQuery query, Set<Detail> details);

    /** A part of a list; empty past its end. Fails as UNSUPPORTED where the account cannot apply the conditions. */
    Uni<Page<Contact>> contacts(AccountRef account, ContactQuery query, Set<Detail> details);
}
