package camp.elbrusboot.gateway.crm;

import java.io.Serial;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The one exception that crosses our ports. Its message reaches callers and logs: it carries account, entity and
 * upstream status, never a token and never personal data.
 */
public final class CrmException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final CrmErrorCode code;
    private final String message;
    private final @Nullable Duration retryAfter;

    public CrmException(CrmErrorCode code, String message) {
        this(code, message, null, null);
    }

    /** With the time after which it is worth trying again. */
    public CrmException(CrmErrorCode code, String message, Duration retryAfter) {
        this(code, message, retryAfter, null);
    }

    /** The cause is for the log alone. */
    public CrmException(CrmErrorCode code, String message, @Nullable Throwable cause) {
        this(code, message, null, cause);
    }

    private CrmException(CrmErrorCode code, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.message = message;
        this.retryAfter = retryAfter;
    }

    /** Never null here. */
    @Override
    public String getMessage() {
        return message;
    }

    public CrmErrorCode code() {
        return code;
    }

    /** When the caller may try again; null where nobody knows. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
