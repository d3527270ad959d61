/** Who asks, and what they may see. */
@NullMarked
package camp.elbrusboot.gateway.access;

import org.jspecify.annotations.NullMarked;
