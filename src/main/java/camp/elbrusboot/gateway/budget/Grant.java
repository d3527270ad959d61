package camp.elbrusboot.gateway.budget;

/**
 * A turn that was given.
 *
 * @param askedAt milliseconds of the clock; the grant was made then or later
 * @param byFleet whether Redis gave it, or this process out of its own share
 * @param probe whether it is to try whether a hold is over
 */
record Grant(String id, Spender spender, long askedAt, boolean byFleet, boolean probe) {}
