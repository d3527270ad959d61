package camp.elbrusboot.gateway.crm;

/** Readers by the priority of the calls that they make. What one reads the others find in the cache. */
@FunctionalInterface
public interface CrmReaders {
    /** A reader for one operation, which tells {@code freshness} how old the answers are. Cheap to make. */
    CrmReader at(Priority priority, Freshness freshness);
}
