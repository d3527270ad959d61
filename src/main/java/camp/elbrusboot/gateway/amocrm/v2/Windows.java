package camp.elbrusboot.gateway.amocrm.v2;

import org.jspecify.annotations.Nullable;

/**
 * Goes through a span of time in windows, forwards or backwards, wider where there is little and narrower where there
 * is too much for one call. v2 has no order: a list in order of time is put together from windows that are read in full.
 */
final class Windows {
    private static final long DAY = 86_400;
    private static final long NARROWEST = 3_600;

    /** The first of January 2009, the year of amoCRM's birth. Before it there is at most what somebody has dated back. */
    private static final long BEGINNING = 1_230_768_000;

    private static final int FACTOR = 4;

    /** So few rows that a wider window probably fits into a call too. */
    private static final int FEW = 60;

    private final boolean backwards;
    private final long from;
    private final long to;
    private long edge;
    private long width;
    private @Nullable Window tooFull;

    /** Seconds; {@code from} inclusive, {@code to} exclusive. */
    record Window(long from, long to) {
        long width() {
            return to - from;
        }
    }

    Windows(boolean backwards, long from, long to) {
        this.backwards = backwards;
        this.from = from;
        this.to = to;
        this.edge = backwards ? to : from;
        // Backwards from now, where leads are; forwards from the beginning, where they may not be yet.
        this.width = backwards ? DAY : 64 * DAY;
    }

    boolean isAtEnd() {
        return backwards ? edge <= from : edge >= to;
    }

    Window next() {
        if (backwards) {
            long start = edge <= BEGINNING && tooFull == null ? from : Math.max(from, edge - width);
            return new Window(start, edge);
        }
        long end = edge < BEGINNING && tooFull == null ? BEGINNING : edge + width;
        return new Window(edge, Math.min(to, end));
    }

    /** The window has more than one call answers. False when it cannot be narrowed any more. */
    boolean narrow(Window window) {
        if (window.width() <= NARROWEST) {
            return false;
        }
        tooFull = window;
        width = Math.max(NARROWEST, window.width() / FACTOR);
        return true;
    }

    /** The window has been read in full. */
    void done(Window window, int rows) {
        edge = backwards ? window.from() : window.to();
        long wider = rows < FEW ? width * FACTOR : width;
        long ahead = tooFull == null ? 0 : backwards ? edge - tooFull.from() : tooFull.to() - edge;
        // What was too full a moment ago is not tried again as a whole.
        width = ahead <= 0 ? wider : Math.min(wider, Math.max(width, ahead / 2));
        if (ahead <= 0) {
            tooFull = null;
        }
    }
}
