package camp.elbrusboot.gateway.budget;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.Priority;

/**
 * Who makes a call.
 *
 * @param integration whose allowance the call uses up: amoCRM counts for each integration, whatever the account
 */
public record Spender(String integration, AccountRef account, Priority priority) {}
