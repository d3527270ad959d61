package camp.elbrusboot.gateway.sandbox;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The faults in force; the oldest that fits is used first, one for each call or delivery. */
final class Faults {
    private static final int MOST = 1_000;

    private final List<Armed> armed = new ArrayList<>();

    private static final class Armed {
        private final FaultOrder order;
        private int used;

        private Armed(FaultOrder order) {
            this.order = order;
        }
    }

    synchronized void add(FaultOrder order) {
        if (armed.size() == MOST) {
            throw new IllegalArgumentException("there are " + MOST + " faults already: DELETE /sandbox/faults first");
        }
        armed.add(new Armed(order));
    }

    synchronized void clear() {
        armed.clear();
    }

    Optional<Fault.OnReply> forReply(String path) {
        return take(path, Fault.OnReply.class);
    }

    Optional<Fault.OnHook> forHook(String path) {
        return take(path, Fault.OnHook.class);
    }

    private synchronized <T extends Fault> Optional<T> take(String path, Class<T> concern) {
        for (Iterator<Armed> iterator = armed.iterator(); iterator.hasNext(); ) {
            Armed candidate = iterator.next();
            FaultOrder order = candidate.order;
            if (concern.isInstance(order.fault()) && path.startsWith(order.path())) {
                candidate.used++;
                if (order.times() != null && candidate.used >= order.times()) {
                    iterator.remove();
                }
                return Optional.of(concern.cast(order.fault()));
            }
        }
        return Optional.empty();
    }
}
