package camp.elbrusboot.gateway.amocrm.http;

import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientResponseContext;
import jakarta.ws.rs.client.ClientResponseFilter;

/**
 * amoCRM says with 204 that there is nothing; 200 without a body is not that, but an answer that got lost. One that breaks
 * off comes here, too: what there was of it the client has thrown away.
 */
public class EmptyAnswers implements ClientResponseFilter {
    @Override
    public void filter(ClientRequestContext request, ClientResponseContext response) {
        if (response.getStatus() == 200 && !response.hasEntity()) {
            throw new UnreadableAnswer(String.valueOf(response.getMediaType()), response.getLength());
        }
    }
}
