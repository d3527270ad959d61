package camp.elbrusboot.gateway.api;

import camp.elbrusboot.gateway.access.Caller;
import camp.elbrusboot.gateway.access.Role;
import graphql.GraphQLContext;
import java.util.Optional;
import java.util.Set;

/** Who asks, as the transport has put it into the context of the operation. */
final class Asker {
    private Asker() {}

    static Caller of(GraphQLContext operation) {
        Caller caller = operation.get(Caller.IN_CONTEXT);
        if (caller == null) {
            throw new IllegalStateException("an operation runs for nobody");
        }
        return caller;
    }

    /** All of a caller that an answer depends on: whoever has the same rights gets the same. */
    record Rights(Set<Role> roles, Optional<Set<String>> accounts, Optional<Set<Long>> pipelines) {
        static Rights of(GraphQLContext operation) {
            Caller caller = Asker.of(operation);
            return new Rights(caller.roles(), caller.accounts(), caller.pipelines());
        }
    }
}
