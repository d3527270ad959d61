/** How account and eventlog reach PostgreSQL. */
@NullMarked
package camp.elbrusboot.gateway.database;

import org.jspecify.annotations.NullMarked;
