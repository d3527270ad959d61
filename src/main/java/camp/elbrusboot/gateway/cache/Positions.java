package camp.elbrusboot.gateway.cache;

import camp.elbrusboot.gateway.crm.AccountRef;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How far this replica has followed the log of each account. */
@ApplicationScoped
class Positions {
    private final Map<AccountRef, Own> own = new ConcurrentHashMap<>();

    /**
     * @param position up to which this replica has evicted
     * @param leadLists position of the last event that voided lists of leads
     * @param contactLists position of the last event that voided lists of contacts
     */
    record Own(long position, long leadLists, long contactLists) {
        static final Own NOWHERE = new Own(0, 0, 0);

        long generation(Kind.Lists lists) {
            return switch (lists) {
                case NONE -> 0;
                case OF_LEADS -> leadLists;
                case OF_CONTACTS -> contactLists;
            };
        }
    }

    Own of(AccountRef account) {
        return own.getOrDefault(account, Own.NOWHERE);
    }

    /** Nothing from before is known, so nothing up to there needs to be evicted. */
    void begin(AccountRef account, long position) {
        own.put(account, new Own(position, position, position));
    }

    void advance(AccountRef account, Evictions evictions) {
        own.merge(account, evictions.after(Own.NOWHERE), (before, fresh) -> evictions.after(before));
    }
}
