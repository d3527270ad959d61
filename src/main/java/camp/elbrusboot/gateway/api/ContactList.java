package camp.elbrusboot.gateway.api;

import camp.elbrusboot.gateway.crm.ContactQuery;
import camp.elbrusboot.gateway.crm.TimeSpan;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** A list of contacts as its caller described it; its text is what {@link Cursors} know it by. */
record ContactList(@Nullable String text, SortedSet<Long> responsibleUserIds, TimeSpan createdAt, TimeSpan updatedAt) {

    static ContactList of(@Nullable ContactFilter filter) {
        ContactFilter given = filter == null ? ContactFilter.NONE : filter;
        return new ContactList(
                Arguments.text(given.query()),
                Arguments.ids("filter.responsibleUserIds", given.responsibleUserIds()),
                TimeRange.checked("filter.createdAt", given.createdAt()),
                TimeRange.checked("filter.updatedAt", given.updatedAt()));
    }

    ContactQuery query(long offset, int limit) {
        return new ContactQuery(text, responsibleUserIds, createdAt, updatedAt, offset, limit);
    }
}
