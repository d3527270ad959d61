/** What every call to amoCRM shares: bearer, pace, errors. */
@NullMarked
package camp.elbrusboot.gateway.amocrm.http;

import org.jspecify.annotations.NullMarked;
