package camp.elbrusboot.gateway.amocrm.http;

import camp.elbrusboot.gateway.amocrm.wire.LenientJson;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * Decodes answers whatever type they claim to be of, so that one that is not JSON is told apart from one without a
 * reader. The types of JSON are named, since Quarkus' own reader of them would come first otherwise.
 */
@Consumes({"application/hal+json", MediaType.APPLICATION_JSON, MediaType.WILDCARD})
public class WireReader implements MessageBodyReader<Object> {
    private static final ObjectMapper JSON = LenientJson.of(JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build());

    @Override
    public boolean isReadable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return true;
    }

    @Override
    public Object readFrom(
            Class<Object> type,
            Type genericType,
            Annotation[] annotations,
            @Nullable MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream body)
            throws IOException {
        // In memory already: the client has read the whole answer before it looks for a reader.
        byte[] bytes = body.readAllBytes();
        try {
            Object read = JSON.readValue(bytes, JSON.constructType(genericType));
            if (read != null) {
                return read;
            }
        } catch (IOException notJson) {
            // Its message may quote personal data.
        }
        throw new UnreadableAnswer(mediaType == null ? null : mediaType.toString(), bytes);
    }
}
