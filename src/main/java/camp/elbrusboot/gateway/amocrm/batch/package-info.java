/** How much is asked of amoCRM at once: ids in parts, lists in pages, less of both after a time-out, all within bounds. */
@NullMarked
package camp.elbrusboot.gateway.amocrm.batch;

import org.jspecify.annotations.NullMarked;
