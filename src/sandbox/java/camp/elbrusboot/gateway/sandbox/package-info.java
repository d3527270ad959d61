/**
 * A stand-in for amoCRM: a real HTTP server with the behaviours of section 8 of the contract reference, and the embedded
 * PostgreSQL and Redis that tests and dev mode run on.
 *
 * <p>It uses nothing of the gateway and is used by none of it, so that it can stand behind the packaged artefact too.
 * "Section n" in a comment means that section of {@code amocrm-api.md}.
 *
 * <p>Invariants: the stages, contacts, companies and links never change; leads change only through {@link LeadChanges},
 * which keeps {@code updated_at} of a lead strictly increasing and announces changes in the order in which they happened.
 */
@NullMarked
package camp.elbrusboot.gateway.sandbox;

import org.jspecify.annotations.NullMarked;
