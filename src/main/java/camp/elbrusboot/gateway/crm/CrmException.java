package camp.elbrusboot.gateway.crm;

import java.io.Serial;
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

    public CrmException(CrmErrorCode code, String message) {
        this(code, message, null);
    }

    /** The cause is for the log alone. */
    public CrmException(CrmErrorCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.message = message;
    }

    /** Never null here. */
    @Override
    public String getMessage() {
        return message;
    }

    public CrmErrorCode code() {
        return code;
    }
}
