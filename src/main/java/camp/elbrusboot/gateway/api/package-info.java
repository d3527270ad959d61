/** The public schema. Knows a reader and a feed, neither cache nor amoCRM. */
@NullMarked
package camp.elbrusboot.gateway.api;

import org.jspecify.annotations.NullMarked;
