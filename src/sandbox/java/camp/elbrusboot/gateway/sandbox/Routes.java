package camp.elbrusboot.gateway.sandbox;

import java.util.List;
import java.util.Optional;

/** The calls of one API; the first that matches answers, so literal paths stand before placeholders. */
record Routes(List<Route> routes) {
    Routes {
        routes = List.copyOf(routes);
    }

    /** Empty if no call has this path; 405 if one has it, with another method. */
    Optional<Reply> answer(Call call) {
        boolean pathKnown = false;
        List<String> segments = call.segments();
        for (Route route : routes) {
            Optional<Route.Path> path = route.match(segments);
            if (path.isPresent() && route.method().equals(call.method())) {
                return Optional.of(route.handler().answer(call, path.get()));
            }
            pathKnown |= path.isPresent();
        }
        return pathKnown ? Optional.of(Problem.methodNotAllowed()) : Optional.empty();
    }
}
