package camp.elbrusboot.gateway.sandbox;

import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one place where contacts and companies change, each change announced by webhook (section 4.4) under one lock, so that
 * what is announced first has happened first. Every method answers whether there is such an entity.
 */
final class PartyChanges {
    private final AccountData data;
    private final Hooks hooks;
    private final PartyHook bodies;
    private final HookForm form;
    private final Clock clock;

    PartyChanges(Account account, AccountData data, Hooks hooks, HookForm form, Clock clock) {
        this.data = data;
        this.hooks = hooks;
        this.bodies = new PartyHook(account, data);
        this.form = form;
        this.clock = clock;
    }

    /** Which section tells of it: {@code contacts}, or, of companies and unconfirmed, {@code companies} (section 4.2). */
    synchronized boolean rename(Party.Kind kind, long id, String name, String section) {
        return changed(kind, id, section, "update", name, null);
    }

    synchronized boolean giveTo(Party.Kind kind, long id, long userId, String section) {
        return changed(kind, id, section, "responsible", null, userId);
    }

    private boolean changed(
            Party.Kind kind,
            long id,
            String section,
            String action,
            @Nullable String name,
            @Nullable Long responsible) {
        Optional<? extends Party> found = data.party(kind, id);
        found.ifPresent(before -> {
            Party after = before.changed(
                    name == null ? before.name() : name,
                    responsible == null ? before.responsibleUserId() : responsible,
                    later(before));
            data.put(after);
            announce(action, after, bodies.changed(section, action, before, after));
        });
        return found.isPresent();
    }

    synchronized boolean delete(Party.Kind kind, long id, String section) {
        Optional<? extends Party> found = data.party(kind, id);
        found.ifPresent(party -> {
            data.delete(party);
            announce("delete", party, PartyHook.deleted(section, party));
        });
        return found.isPresent();
    }

    synchronized boolean restore(Party.Kind kind, long id, String section) {
        Optional<Party> found = data.deletedParty(kind, id);
        found.ifPresent(deleted -> {
            Party after = deleted.changed(deleted.name(), deleted.responsibleUserId(), later(deleted));
            data.put(after);
            announce("restore", after, bodies.changed(section, "restore", deleted, after));
        });
        return found.isPresent();
    }

    synchronized boolean note(Party.Kind kind, long id, String text, String section) {
        Optional<? extends Party> found = data.party(kind, id);
        found.ifPresent(before -> {
            Party after = before.changed(before.name(), before.responsibleUserId(), later(before));
            data.put(after);
            announce("note", after, form.note(section, after, kind.noteType(), text));
        });
        return found.isPresent();
    }

    private long later(Party before) {
        return Math.max(clock.instant().getEpochSecond(), before.updatedAt() + 1);
    }

    private void announce(String action, Party party, Form content) {
        hooks.announce(action + "_" + party.kind().word(), first -> form.body(content, first), true);
    }
}
