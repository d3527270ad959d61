/** API v2, the legacy one. Wire records end here; section numbers refer to docs/AMOCRM.md. */
@NullMarked
package camp.elbrusboot.gateway.amocrm.v2;

import org.jspecify.annotations.NullMarked;
