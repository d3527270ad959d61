package camp.elbrusboot.gateway.amocrm.http;

import jakarta.ws.rs.core.Response;

/** An answer of amoCRM's with a status of failure, on its way to become a {@code CrmException}. */
public final class UpstreamFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Response response;

    UpstreamFailure(Response response) {
        super("amoCRM answered " + response.getStatus());
        this.response = response;
    }

    /** Whether amoCRM has no such address. */
    public static boolean isNotServed(Throwable failure) {
        return failure.getCause() instanceof UpstreamFailure answer
                && (answer.status() == 404 || answer.status() == 410);
    }

    Response response() {
        return response;
    }

    int status() {
        return response.getStatus();
    }
}
