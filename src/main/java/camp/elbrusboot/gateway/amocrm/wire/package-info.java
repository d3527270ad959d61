/** What both versions of the API share of reading documents: tolerance, and the meaning of custom fields. */
@NullMarked
package camp.elbrusboot.gateway.amocrm.wire;

import org.jspecify.annotations.NullMarked;
