package camp.elbrusboot.gateway.access;

import java.util.Arrays;
import java.util.Optional;

/** What a caller may do. Each is asked for by its own name: none comes with another. */
public enum Role {
    /** Queries and subscriptions. */
    READ("crm.read"),
    /** Personal data: contact points, names and custom fields of contacts. */
    PII("crm.pii"),
    /** Connecting accounts. */
    OPERATE("crm.operate");

    private final String word;

    Role(String word) {
        this.word = word;
    }

    /** As it stands in a token. */
    public String word() {
        return word;
    }

    /** Empty for a word that means nothing here. */
    static Optional<Role> of(String word) {
        return Arrays.stream(values()).filter(role -> role.word.equals(word)).findFirst();
    }
}
