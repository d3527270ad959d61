package camp.elbrusboot.gateway.crm;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads an account of amoCRM.
 *
 * <p>Whatever cannot be read fails with a {@link CrmException}; nothing else is thrown across this port. An id that
 * amoCRM does not have is absent from the map: never null, never a failure. Nothing is returned that was not asked for.
 */
public interface CrmReader {
    /** All pipelines, archived ones included, ascending by sort; empty when the account has none. */
    Uni<List<Pipeline>> pipelines(AccountRef account);

    /** The leads with these ids. At most one upstream call for each 250 ids. */
    Uni<Map<Long, Lead>> leads(AccountRef account, Set<Long> ids);

    /** The contacts with these ids. At most one upstream call for each 250 ids. */
    Uni<Map<Long, Contact>> contacts(AccountRef account, Set<Long> ids);

    /** A part of a list; empty past its end. Fails as UNSUPPORTED where the account cannot apply the conditions. */
    Uni<LeadPage> list(AccountRef account, LeadQuery query);
}
