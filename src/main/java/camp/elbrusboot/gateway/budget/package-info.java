/**
 * The allowance of calls to amoCRM, shared by all replicas: who calls when.
 *
 * <p>Invariant: of one integration, no more calls than allowed arrive at amoCRM in any window of a second. A slot is free
 * again a second after the answer of its call, and a call arrives before its answer, whatever the network does in between.
 */
@NullMarked
package camp.elbrusboot.gateway.budget;

import org.jspecify.annotations.NullMarked;
