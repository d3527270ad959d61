package camp.elbrusboot.gateway.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The settings in force. */
final class BehaviourSwitch {
    private final Behaviour atFirst;
    private volatile Behaviour current;

    BehaviourSwitch(Behaviour atFirst) {
        this.atFirst = atFirst;
        this.current = atFirst;
    }

    Behaviour current() {
        return current;
    }

    synchronized void change(ObjectNode changes) {
        current = current.with(changes);
    }

    synchronized void reset() {
        current = atFirst;
    }
}
