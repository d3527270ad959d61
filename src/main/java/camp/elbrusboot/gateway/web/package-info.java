/** What every route of the gateway needs: bodies, rates and waiting within limits, and who a caller is as far as that can be seen. */
@NullMarked
package camp.elbrusboot.gateway.web;

import org.jspecify.annotations.NullMarked;
