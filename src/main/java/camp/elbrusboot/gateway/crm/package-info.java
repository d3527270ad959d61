/** The words and the ports that all packages share. Knows no framework but Mutiny. */
@NullMarked
package camp.elbrusboot.gateway.crm;

import org.jspecify.annotations.NullMarked;
