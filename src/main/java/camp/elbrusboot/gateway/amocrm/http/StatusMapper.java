package camp.elbrusboot.gateway.amocrm.http;

import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.ext.ResponseExceptionMapper;

/** Hands amoCRM's failures to {@link Upstream}, which knows what they mean. */
public class StatusMapper implements ResponseExceptionMapper<UpstreamFailure> {
    @Override
    public boolean handles(int status, MultivaluedMap<String, Object> headers) {
        return status >= 400;
    }

    @Override
    public UpstreamFailure toThrowable(Response response) {
        return new UpstreamFailure(response);
    }
}
