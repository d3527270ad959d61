package camp.elbrusboot.gateway.budget;

import camp.elbrusboot.gateway.crm.CrmErrorCode;
import java.time.Instant;

/**
 * A stop of all calls of an account.
 *
 * @param until from then on single calls try whether it is over
 */
public record Hold(CrmErrorCode why, Instant until) {}
