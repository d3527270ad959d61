/** API v4. Wire records end here; section numbers refer to docs/AMOCRM.md. */
@NullMarked
package camp.elbrusboot.gateway.amocrm.v4;

import org.jspecify.annotations.NullMarked;
