package camp.elbrusboot.gateway.crm;

import org.eclipse.microprofile.graphql.Description;

@Description("Whether amoCRM sends webhooks to the gateway.")
public enum WebhookState {
    @Description("It does.")
    ACTIVE,
    @Description("amoCRM has switched the hook off, or does not have it.")
    DISABLED,
    @Description("It has not been looked up, or amoCRM does not let the gateway look.")
    UNKNOWN
}
