/** What every route of the gateway needs: bodies within limits. */
@NullMarked
package camp.elbrusboot.gateway.web;

import org.jspecify.annotations.NullMarked;
