/** Wires the stations together and starts them; used by none of them. */
@NullMarked
package camp.elbrusboot.gateway;

import org.jspecify.annotations.NullMarked;
