/** A reader around another reader that asks upstream less. */
@NullMarked
package camp.elbrusboot.gateway.cache;

import org.jspecify.annotations.NullMarked;
