package camp.elbrusboot.gateway.api;

import camp.elbrusboot.gateway.crm.CrmErrorCode;
import camp.elbrusboot.gateway.crm.CrmException;
import camp.elbrusboot.gateway.crm.LeadQuery;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Checks what callers give. Every refusal is an INVALID_ARGUMENT that names the argument. */
final class Arguments {
    /** Longer than any number of 64 bits; keeps what is quoted in a message short. */
    private static final int MAX_ID_LENGTH = 20;

    private static final int DEFAULT_FIRST = 50;

    private Arguments() {}

    static long id(String argument, @Nullable String value) {
        if (value == null || value.isEmpty() || value.length() > MAX_ID_LENGTH) {
            throw invalid(argument, "is not an id");
        }
        try {
            long id = Long.parseLong(value);
            if (id > 0 && value.charAt(0) != '+') {
                return id;
            }
        } catch (NumberFormatException e) {
            // Told below, in the same words.
        }
        throw invalid(argument, "is not an id");
    }

    static SortedSet<Long> ids(String argument, @Nullable List<@Nullable String> values) {
        SortedSet<Long> ids = new TreeSet<>();
        if (values != null) {
            values.forEach(value -> ids.add(id(argument, value)));
        }
        return ids;
    }

    /** Free text; a blank one is none. */
    static @Nullable String text(@Nullable String value) {
        return value == null || value.isBlank() ? null : value;
    }

    /** Null, which clients send for a variable that is not set, means the default. */
    static int first(@Nullable Integer given) {
        return first(given, DEFAULT_FIRST);
    }

    static int first(@Nullable Integer given, int byDefault) {
        int first = given == null ? byDefault : given;
        if (first < 1 || first > LeadQuery.MAX_LIMIT) {
            throw invalid("first", "must be from 1 to " + LeadQuery.MAX_LIMIT);
        }
        return first;
    }

    static CrmException invalid(String argument, String why) {
        return new CrmException(CrmErrorCode.INVALID_ARGUMENT, "argument \"" + argument + "\" " + why);
    }
}
