package camp.elbrusboot.gateway.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.atomic.AtomicReference;

/** The settings in force. */
final class BehaviourSwitch {
    private final Behaviour atFirst;
    private final AtomicReference<Behaviour> current;

    BehaviourSwitch(Behaviour atFirst) {
        this.atFirst = atFirst;
        this.current = new AtomicReference<>(atFirst);
    }

    Behaviour current() {
        return current.get();
    }

    void change(ObjectNode changes) {
        current.updateAndGet(before -> before.with(changes));
    }

    void reset() {
        current.set(atFirst);
    }
}
