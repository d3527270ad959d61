/**
 * One tail of the log for each replica, and the subscribers that listen to it.
 *
 * <p>Invariant: caches drop what an event touches before any subscriber hears of it.
 */
@NullMarked
package camp.elbrusboot.gateway.feed;

import org.jspecify.annotations.NullMarked;
