package camp.elbrusboot.gateway.webhook;

import camp.elbrusboot.gateway.crm.EntityKind;
import camp.elbrusboot.gateway.eventlog.TouchedEntity;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Recognises the leads, contacts and companies that a hook says anything of, whatever the action: what was read of them
 * before may not be true any more. Ids that are none are passed over. See docs/decisions/0011-entity-changes.md for what
 * links do.
 */
final class TouchedEntities {
    /** Each once, in the order of the body. */
    private final Set<TouchedEntity> all = new LinkedHashSet<>();

    private TouchedEntities() {}

    static Set<TouchedEntity> in(Hook hook) {
        TouchedEntities touched = new TouchedEntities();
        hook.entries().forEach(touched::take);
        return touched.all;
    }

    private void take(Entry entry) {
        if (!entry.note().isEmpty()) {
            add(noted(entry), Entry.positive(entry.note().get("element_id")));
        }
        add(kinds(entry), entry.number("id"));
        add(List.of(EntityKind.COMPANY), entry.number("linked_company_id"));
        for (String lead : entry.linkedLeads()) {
            add(List.of(EntityKind.LEAD), Entry.positive(lead));
        }
    }

    /** The section "contacts" has companies, too (section 4.2). One that does not say what it is may be either. */
    private static List<EntityKind> kinds(Entry entry) {
        if (entry.section().equals("leads")) {
            return List.of(EntityKind.LEAD);
        }
        String type = entry.text("type");
        if ("contact".equals(type)) {
            return List.of(EntityKind.CONTACT);
        }
        if ("company".equals(type) || entry.section().equals("companies")) {
            return List.of(EntityKind.COMPANY);
        }
        return List.of(EntityKind.CONTACT, EntityKind.COMPANY);
    }

    /** A note's own word for what it belongs to (section 4.5); the section's where it has none. */
    private static List<EntityKind> noted(Entry entry) {
        String type = entry.note().get("element_type");
        if (type == null) {
            return kinds(entry);
        }
        return switch (type) {
            case "1" -> List.of(EntityKind.CONTACT);
            case "2" -> List.of(EntityKind.LEAD);
            case "3" -> List.of(EntityKind.COMPANY);
            // Of a task, a customer: nothing of theirs is read.
            default -> List.of();
        };
    }

    private void add(List<EntityKind> kinds, @Nullable Long id) {
        if (id != null) {
            kinds.forEach(kind -> all.add(new TouchedEntity(kind, id)));
        }
    }
}
