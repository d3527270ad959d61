package camp.elbrusboot.gateway.crm;

/** Readers by the priority of the calls that they make. What one reads the others find in the cache. */
@FunctionalInterface
public interface CrmReaders {
    CrmReader at(Priority priority);
}
