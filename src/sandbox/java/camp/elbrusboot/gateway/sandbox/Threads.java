package camp.elbrusboot.gateway.sandbox;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that never keep the process alive. */
final class Threads {
    private Threads() {}

    static ThreadFactory named(String duty) {
        AtomicInteger number = new AtomicInteger();
        return task -> daemon("sandbox-" + duty + "-" + number.incrementAndGet(), task);
    }

    static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
