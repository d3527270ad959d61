package camp.elbrusboot.gateway.access;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * Who asks, as their token says.
 *
 * @param name the subject; empty where nobody has to say who they are
 * @param accounts numbers or hosts of the accounts that the caller may name; absent for all
 * @param pipelines numbers of the pipelines that the caller may see; absent for all
 * @param until when the token expires; absent for never
 */
public record Caller(
        String name,
        Set<Role> roles,
        Optional<Set<String>> accounts,
        Optional<Set<Long>> pipelines,
        Optional<Instant> until) {

    /** Where nobody has to say who they are. */
    public static final Caller ANYONE =
            new Caller("", Set.of(Role.values()), Optional.empty(), Optional.empty(), Optional.empty());

    /** Under this name the caller of an operation is in its GraphQL context. */
    public static final String IN_CONTEXT = "caller";

    /** Names of callers are names of people, mostly. */
    @Override
    public String toString() {
        return "Caller" + roles;
    }

    /** Whether the caller has the role. */
    public boolean may(Role role) {
        return roles.contains(role);
    }

    /** Whether the caller may name the account, which is known by any of these names. */
    public boolean mayNameAccount(String... names) {
        return accounts.isEmpty() || Arrays.stream(names).anyMatch(accounts.get()::contains);
    }

    /** Whether anything of the pipeline may be shown to the caller. */
    public boolean maySeePipeline(long id) {
        return pipelines.isEmpty() || pipelines.get().contains(id);
    }
}
