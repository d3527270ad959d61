package camp.elbrusboot.gateway.crm;

import org.eclipse.microprofile.graphql.Description;

/** How the gateway learned of a stage change. */
@Description("How the gateway learned of a stage change.")
public enum StageChangeOrigin {
    WEBHOOK,
    /** Found in amoCRM's event feed after a missed webhook. */
    REPAIR
}
