package camp.elbrusboot.gateway.crm;

import org.eclipse.microprofile.graphql.Description;

@Description("Whether an account can be read.")
public enum ConnectionState {
    @Description("It can.")
    CONNECTED,
    @Description("An administrator of the account has to connect it again. What is cached is still answered.")
    NEEDS_AUTHORIZATION,
    @Description("amoCRM refuses every call: it has blocked the account or this gateway, or the account is not paid.")
    BLOCKED,
    @Description("amoCRM could not be reached at the last attempt.")
    UNREACHABLE
}
