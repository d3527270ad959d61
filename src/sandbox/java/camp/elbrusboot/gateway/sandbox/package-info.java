/**
 * A stand-in for amoCRM: a real HTTP server with the behaviours of section 8 of the contract reference, and the embedded
 * PostgreSQL and Redis that tests and dev mode run on.
 *
 * <p>It uses nothing of the gateway and is used by none of it, so that it can stand behind the packaged artefact too.
 * "Section n" in a comment means that section of {@code amocrm-api.md}.
 *
 * <p>{@link Platform} is all of amoCRM, {@link Crm} one account of it; the host of a call decides which. The allowance of
 * the integration, the faults and the records are the platform's; data, tokens and subscriptions are an account's.
 *
 * <p>Invariants: the stages, contacts, companies and links never change; leads change only through {@link LeadChanges},
 * which keeps {@code updated_at} of a lead strictly increasing and announces changes in the order in which they happened.
 */
@NullMarked
package camp.elbrusboot.gateway.sandbox;

import org.jspecify.annotations.NullMarked;
