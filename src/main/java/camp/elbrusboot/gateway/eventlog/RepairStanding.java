package camp.elbrusboot.gateway.eventlog;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.WebhookState;
import java.time.Instant;

/**
 * How it stands with an account, for all replicas to see.
 *
 * @param seenUntil the end of the last window of amoCRM's event feed that was read
 * @param webhook as it was when it was looked up last
 */
public record RepairStanding(AccountRef account, Instant seenUntil, WebhookState webhook) {}
