/**
 * The durable log of changes.
 *
 * <p>Invariant: rows of one account are appended under an advisory transaction lock, so their ids commit in order and
 * whoever reads {@code id > cursor} never skips one. PostgreSQL takes the lock from a holder that stands still.
 */
@NullMarked
package camp.elbrusboot.gateway.eventlog;

import org.jspecify.annotations.NullMarked;
