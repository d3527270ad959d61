package camp.elbrusboot.gateway.journey;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Tokens of callers, from the sandbox; the same one for the same rights as long as the tests run. */
public final class Tokens {
    public static final String READ = "crm.read";
    public static final String PII = "crm.pii";
    public static final String OPERATE = "crm.operate";

    /** Longer than all tests together. */
    private static final int LIFE_SECONDS = 36_000;

    private static final Map<String, String> MINTED = new ConcurrentHashMap<>();

    private Tokens() {}

    /** Of somebody who reads everything, personal data included. */
    public static String all() {
        return of(READ, PII);
    }

    /** Of somebody who connects accounts. */
    public static String operator() {
        return of(OPERATE);
    }

    public static String of(String... roles) {
        return with("roles=" + String.join(",", roles));
    }

    /** By the parameters of {@code POST /sandbox/token}. */
    public static String with(String parameters) {
        return MINTED.computeIfAbsent(parameters, Tokens::minted);
    }

    /** A new one each time. */
    static String minted(String parameters) {
        String life = parameters.contains("expires-in=") ? "" : "&expires-in=" + LIFE_SECONDS;
        return new SandboxControl().token(parameters + life);
    }

    /** As the header {@code Authorization} has it. */
    public static String bearer() {
        return "Bearer " + all();
    }

    /** The first message of a socket. */
    public static String connectionInit() {
        return connectionInit(all());
    }

    public static String connectionInit(String token) {
        return "{\"type\":\"connection_init\",\"payload\":{\"Authorization\":\"Bearer " + token + "\"}}";
    }
}
