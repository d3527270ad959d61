package camp.elbrusboot.gateway.crm;

import org.eclipse.microprofile.graphql.Description;

/** Orders that amoCRM offers for leads. */
@Description("Orders of a list of leads.")
public enum LeadOrder {
    @Description("Last updated first.")
    UPDATED_AT_DESC,
    @Description("Last updated last.")
    UPDATED_AT_ASC,
    @Description("Newest first.")
    CREATED_AT_DESC,
    @Description("Oldest first.")
    CREATED_AT_ASC,
    @Description("By their ids.")
    ID_ASC
}
