package camp.elbrusboot.gateway.amocrm.http;

import camp.elbrusboot.gateway.account.Penalties;
import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.CrmErrorCode;
import camp.elbrusboot.gateway.crm.CrmException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/** What failures of calls to amoCRM mean (section 5.2). Says so in the log, without tokens and personal data. */
final class Meaning {
    private static final Logger LOG = Logger.getLogger(Meaning.class);

    private Meaning() {}

    static CrmException of(AccountRef account, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CrmException crm) {
                return crm;
            }
            if (cause instanceof UpstreamFailure answer) {
                return ofStatus(account, answer);
            }
            if (cause instanceof UnreadableAnswer unreadable) {
                LOG.warnf("Account %s: %s", account, unreadable.getMessage());
                return new CrmException(
                        CrmErrorCode.UPSTREAM_CONTRACT, "amoCRM's answer for account " + account + " cannot be read");
            }
            if (isTimeOut(cause)) {
                LOG.warnf("Account %s: amoCRM has not answered in time", account);
                return new CrmException(
                        CrmErrorCode.UPSTREAM_TIMEOUT, "amoCRM has not answered in time for account " + account);
            }
            if (cause instanceof IOException) {
                LOG.warnf("Account %s: amoCRM cannot be reached: %s", account, cause.getMessage());
                return new CrmException(
                        CrmErrorCode.UPSTREAM_UNAVAILABLE, "amoCRM cannot be reached for account " + account);
            }
        }
        LOG.warnf(failure, "Account %s: amoCRM's answer cannot be used", account);
        return new CrmException(
                CrmErrorCode.UPSTREAM_CONTRACT, "amoCRM's answer for account " + account + " cannot be used");
    }

    private static CrmException ofStatus(AccountRef account, UpstreamFailure answer) {
        int status = answer.status();
        boolean blocked = Penalties.isBlock(answer.response());
        LOG.warnf("Account %s: amoCRM answered %d%s", account, status, blocked ? ", which is a block" : "");
        CrmErrorCode code =
                switch (status) {
                    case 401 -> CrmErrorCode.NEEDS_AUTHORIZATION;
                    case 402 -> CrmErrorCode.UPSTREAM_PAYMENT_REQUIRED;
                    case 403 -> blocked ? CrmErrorCode.UPSTREAM_BLOCKED : CrmErrorCode.FORBIDDEN;
                    case 408, 504 -> CrmErrorCode.UPSTREAM_TIMEOUT;
                    case 429 -> CrmErrorCode.UPSTREAM_RATE_LIMITED;
                    default -> status >= 500 ? CrmErrorCode.UPSTREAM_UNAVAILABLE : CrmErrorCode.UPSTREAM_CONTRACT;
                };
        String message = "amoCRM answered " + status + " for account " + account;
        return code == CrmErrorCode.UPSTREAM_RATE_LIMITED
                ? new CrmException(code, message, Duration.ofSeconds(1))
                : new CrmException(code, message, answer);
    }

    /** Whether trying again in a while may help; not where less has to be asked for. */
    static boolean passes(Throwable failure) {
        if (failure instanceof UpstreamFailure answer) {
            return answer.status() == 429 || (answer.status() >= 500 && answer.status() != 504);
        }
        return isConnectionTrouble(failure);
    }

    /** Whether amoCRM is to be shown as unreachable. */
    static boolean isAway(Throwable failure) {
        return failure instanceof UpstreamFailure answer
                ? answer.status() >= 500
                : isConnectionTrouble(failure) || isTimeOut(failure);
    }

    private static boolean isTimeOut(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TimeoutException || cause instanceof io.smallrye.mutiny.TimeoutException) {
                return true;
            }
        }
        return false;
    }

    private static boolean isConnectionTrouble(Throwable failure) {
        if (failure instanceof CrmException) {
            return false;
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnreadableAnswer) {
                return false;
            }
            if (cause instanceof IOException) {
                return true;
            }
        }
        return false;
    }
}
