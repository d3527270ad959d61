package camp.elbrusboot.gateway.crm;

import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.jspecify.annotations.Nullable;

/**
 * The company that a lead or a contact belongs to.
 *
 * @param name null where the document that was read does not say it: v4 gives the id alone
 */
@Description("A company that leads and contacts belong to.")
public record Company(
        @Id @Description("amoCRM's id of the company.") long id,

        @Description("Its name; null where amoCRM does not tell it.") @Nullable
        String name) {}
