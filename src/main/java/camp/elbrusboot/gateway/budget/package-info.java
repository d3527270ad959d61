/**
 * The allowance of calls to amoCRM, shared by all replicas: who calls when.
 *
 * <p>Invariant: of one integration, no more calls than allowed arrive at amoCRM in any window of a second. A slot is free
 * again a second after the answer of its call, and a call arrives before its answer. A call whose answer does not come is
 * reckoned to have arrived {@link BudgetConfig#transit} after its grant: the clients give up to connect well before that, and
 * what the network holds back for longer on a connection that is there is not accounted for.
 */
@NullMarked
package camp.elbrusboot.gateway.budget;

import org.jspecify.annotations.NullMarked;
