/** How callers reach the schema: GraphQL over WebSocket, to the letter of its protocol, and no faster than they read. */
@NullMarked
package camp.elbrusboot.gateway.transport;

import org.jspecify.annotations.NullMarked;
