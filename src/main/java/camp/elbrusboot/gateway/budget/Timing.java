package camp.elbrusboot.gateway.budget;

/** The times that the invariant rests on, in milliseconds. */
final class Timing {
    /** amoCRM's second, and what clocks leave out in rounding. */
    static final long WINDOW = 1_020;

    /** A call that would be sent later than this after its grant is not sent, but asks again. */
    static final long LATE = 300;

    /** How often a process tells Redis that it is there. */
    static final long BEAT = 500;

    /** Who has not been heard for that long does not stand in the line. */
    static final long STALE = 3 * BEAT;

    /** Who has not been heard for that long is not one of the replicas. */
    static final long FORGET = 60_000;

    /** Between two calls that try whether a hold is over. */
    static final long PROBE = 30_000;

    /** A slot may become free sooner than Redis can tell. */
    static final long LONGEST_POLL = 100;

    private Timing() {}

    /**
     * Until everyone knows that Redis is back, and what was sent without it has cooled down.
     *
     * @param transit by the settings
     */
    static long grace(long transit) {
        return BEAT + transit + WINDOW;
    }
}
