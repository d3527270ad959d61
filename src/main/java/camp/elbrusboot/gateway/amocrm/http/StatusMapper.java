package camp.elbrusboot.gateway.amocrm.http;

import camp.elbrusboot.gateway.crm.CrmErrorCode;
import camp.elbrusboot.gateway.crm.CrmException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.ext.ResponseExceptionMapper;

/** Gives amoCRM's statuses of failure our codes. */
public class StatusMapper implements ResponseExceptionMapper<CrmException> {
    /** 404 is left to {@link Upstream}: it depends on the call what it says. */
    @Override
    public boolean handles(int status, MultivaluedMap<String, Object> headers) {
        return status >= 400 && status != 404;
    }

    @Override
    public CrmException toThrowable(Response response) {
        int status = response.getStatus();
        CrmErrorCode code =
                switch (status) {
                    case 400, 405, 422 -> CrmErrorCode.UPSTREAM_CONTRACT;
                    case 401 -> CrmErrorCode.NEEDS_AUTHORIZATION;
                    case 402 -> CrmErrorCode.UPSTREAM_PAYMENT_REQUIRED;
                    // A problem document is about rights, a page of nginx about a block.
                    case 403 -> isHtml(response) ? CrmErrorCode.UPSTREAM_BLOCKED : CrmErrorCode.FORBIDDEN;
                    case 429 -> CrmErrorCode.UPSTREAM_RATE_LIMITED;
                    case 504 -> CrmErrorCode.UPSTREAM_TIMEOUT;
                    default -> status >= 500 ? CrmErrorCode.UPSTREAM_UNAVAILABLE : CrmErrorCode.UPSTREAM_CONTRACT;
                };
        return new CrmException(code, "amoCRM answered " + status);
    }

    private static boolean isHtml(Response response) {
        MediaType type = response.getMediaType();
        return type != null && type.isCompatible(MediaType.TEXT_HTML_TYPE);
    }
}
