package camp.elbrusboot.gateway.crm;

import org.jspecify.annotations.Nullable;

/**
 * The company that a lead or a contact belongs to.
 *
 * @param name null where the document that was read does not say it: v4 gives the id alone
 */
public record Company(long id, @Nullable String name) {}
