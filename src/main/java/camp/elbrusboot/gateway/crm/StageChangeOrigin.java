package camp.elbrusboot.gateway.crm;

import org.eclipse.microprofile.graphql.Description;

/** How the gateway learned of a stage change. */
@Description("How the gateway learned of a stage change.")
public enum StageChangeOrigin {
    @Description("amoCRM's webhook told.")
    WEBHOOK,
    @Description("Found in amoCRM's event feed after a missed webhook.")
    REPAIR
}
