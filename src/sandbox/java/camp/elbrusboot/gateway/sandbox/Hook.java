package camp.elbrusboot.gateway.sandbox;

/**
 * One webhook on its way.
 *
 * @param requestId of {@code X-Amocrm-Requestid}; the same on a retry (unconfirmed, section 7, point 8)
 * @param attempt from 1
 * @param retried whether a bad reply makes amoCRM try again; not so for Digital Pipeline hooks (section 4.6)
 */
record Hook(String destination, String body, String requestId, int attempt, boolean retried) {
    Hook next() {
        return new Hook(destination, body, requestId, attempt + 1, retried);
    }
}
