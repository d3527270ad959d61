/** Receives what amoCRM announces: check, parse, append, answer, in this order. */
@NullMarked
package camp.elbrusboot.gateway.webhook;

import org.jspecify.annotations.NullMarked;
