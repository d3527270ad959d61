package camp.elbrusboot.gateway.cache;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.CrmEvent;
import camp.elbrusboot.gateway.crm.EntityChange;
import camp.elbrusboot.gateway.crm.StageChange;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a part of the log makes void.
 *
 * @param from position before its first event
 * @param to position of its last event
 * @param leadLists whether lists of leads are
 * @param contactLists whether lists of contacts are
 */
record Evictions(long from, long to, Set<String> keys, boolean leadLists, boolean contactLists) {
    /** @param events all of the log after {@code from}, in order, at least one */
    static Evictions of(AccountRef account, long from, List<CrmEvent> events) {
        Set<String> keys = new LinkedHashSet<>();
        boolean leads = false;
        boolean contacts = false;
        for (CrmEvent event : events) {
            if (event instanceof StageChange change) {
                keys.add(Keys.lead(account, change.leadId()));
                leads = true;
            }
            if (event instanceof EntityChange change) {
                switch (change.kind()) {
                    case LEAD -> {
                        keys.add(Keys.lead(account, change.entityId()));
                        leads = true;
                    }
                    case CONTACT -> {
                        keys.add(Keys.contact(account, change.entityId()));
                        contacts = true;
                    }
                    case COMPANY -> keys.add(Keys.company(account, change.entityId()));
                }
            }
        }
        return new Evictions(from, events.get(events.size() - 1).position(), keys, leads, contacts);
    }

    Positions.Own after(Positions.Own before) {
        return new Positions.Own(
                Math.max(before.position(), to),
                leadLists ? Math.max(before.leadLists(), to) : before.leadLists(),
                contactLists ? Math.max(before.contactLists(), to) : before.contactLists());
    }
}
