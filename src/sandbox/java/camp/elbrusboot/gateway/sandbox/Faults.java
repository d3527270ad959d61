package camp.elbrusboot.gateway.sandbox;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

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

    Optional<Fault.OnReply> forReply(Call call) {
        return take(order -> order.concerns(call), Fault.OnReply.class);
    }

    Optional<Fault.OnHook> forHook(String path) {
        return take(order -> order.concernsHook(path), Fault.OnHook.class);
    }

    private synchronized <T extends Fault> Optional<T> take(Predicate<FaultOrder> concerned, Class<T> kind) {
        for (Iterator<Armed> iterator = armed.iterator(); iterator.hasNext(); ) {
            Armed candidate = iterator.next();
            FaultOrder order = candidate.order;
            if (kind.isInstance(order.fault()) && concerned.test(order)) {
                candidate.used++;
                if (order.times() != null && candidate.used >= order.times()) {
                    iterator.remove();
                }
                return Optional.of(kind.cast(order.fault()));
            }
        }
        return Optional.empty();
    }
}
