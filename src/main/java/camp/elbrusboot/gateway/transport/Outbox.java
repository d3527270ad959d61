package camp.elbrusboot.gateway.transport;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What a client has to take, in its order; no more than a few for each operation. For the connection's event loop alone. */
final class Outbox {
    private final Line line;
    private final Consumer<Operation> ended;
    private final BiConsumer<Operation, Throwable> failed;
    private final Deque<Parcel> parcels = new ArrayDeque<>();

    /** What goes to the client. */
    interface Line {
        boolean isClosed();

        /** Whether the client has to take some of what it was sent first. */
        boolean isFull();

        void write(String text);
    }

    /**
     * A message of an operation.
     *
     * @param last whether the operation is over with it
     */
    private record Parcel(Operation operation, Supplier<String> text, boolean last) {}

    Outbox(Line line, Consumer<Operation> ended, BiConsumer<Operation, Throwable> failed) {
        this.line = line;
        this.ended = ended;
        this.failed = failed;
    }

    /** The text is made when it is to be sent. */
    void post(Operation operation, Supplier<String> text, boolean last) {
        if (!operation.isOver()) {
            parcels.add(new Parcel(operation, text, last));
            flush();
        }
    }

    /** Sends as much as there is room for. */
    void flush() {
        while (!parcels.isEmpty() && hasRoom()) {
            Parcel parcel = parcels.remove();
            Operation operation = parcel.operation();
            if (operation.isOver()) {
                continue;
            }
            String text;
            try {
                text = parcel.text().get();
            } catch (RuntimeException fault) {
                failed.accept(operation, fault);
                continue;
            }
            line.write(text);
            if (parcel.last()) {
                ended.accept(operation);
            } else {
                operation.taken();
            }
        }
    }

    /** Whether the client has taken enough of what it was sent. */
    boolean hasRoom() {
        return !line.isClosed() && !line.isFull();
    }

    void clear() {
        parcels.clear();
    }
}
