/** Reading amoCRM: the only package that knows its wire. */
@NullMarked
package camp.elbrusboot.gateway.amocrm;

import org.jspecify.annotations.NullMarked;
