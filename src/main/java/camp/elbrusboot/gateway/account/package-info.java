/**
 * Which accounts are connected, and the tokens that open them.
 *
 * <p>Invariants: a token leaves this package only as a bearer for a call, never in a log, an error or a {@code toString};
 * a new pair is committed before anyone uses it, because amoCRM kills the old one with the refresh.
 */
@NullMarked
package camp.elbrusboot.gateway.account;

import org.jspecify.annotations.NullMarked;
