package camp.elbrusboot.gateway.cache;

import camp.elbrusboot.gateway.crm.AccountProfile;
import camp.elbrusboot.gateway.crm.Company;
import camp.elbrusboot.gateway.crm.Contact;
import camp.elbrusboot.gateway.crm.ContactPoint;
import camp.elbrusboot.gateway.crm.CustomField;
import camp.elbrusboot.gateway.crm.CustomFieldValue;
import camp.elbrusboot.gateway.crm.Lead;
import camp.elbrusboot.gateway.crm.LossReason;
import camp.elbrusboot.gateway.crm.Pipeline;
import camp.elbrusboot.gateway.crm.Status;
import camp.elbrusboot.gateway.crm.Tag;
import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Our records as JSON arrays in the order of their components, which is half of what it would be with names. A change of
 * their shape changes {@link #SHAPE}, which is part of every key, so that old values are never read as new.
 */
@ApplicationScoped
@RegisterForReflection(
        targets = {
            AccountProfile.class,
            Pipeline.class,
            Status.class,
            Lead.class,
            LossReason.class,
            Tag.class,
            Company.class,
            Contact.class,
            ContactPoint.class,
            CustomField.class,
            CustomFieldValue.class
        })
class Codec {
    static final String SHAPE = "3";

    private static final List<Class<?>> RECORDS = List.of(
            AccountProfile.class,
            Pipeline.class,
            Status.class,
            Lead.class,
            LossReason.class,
            Tag.class,
            Company.class,
            Contact.class,
            ContactPoint.class,
            CustomField.class,
            CustomFieldValue.class);

    private final ObjectMapper json;

    Codec() {
        json = JsonMapper.builder()
                .addModule(new SimpleModule()
                        .addSerializer(new SecondsWriter())
                        .addDeserializer(Instant.class, new SecondsReader()))
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .visibility(PropertyAccessor.ALL, JsonAutoDetect.Visibility.NONE)
                .visibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
                .visibility(PropertyAccessor.CREATOR, JsonAutoDetect.Visibility.ANY)
                .build();
        JsonFormat.Value array = JsonFormat.Value.forShape(JsonFormat.Shape.ARRAY);
        RECORDS.forEach(type -> json.configOverride(type).setFormat(array));
    }

    <T> Kind.Text<T> one(Class<T> type) {
        return text(json.constructType(type));
    }

    <T> Kind.Text<List<T>> many(Class<T> type) {
        return text(json.getTypeFactory().constructCollectionType(List.class, type));
    }

    private <T> Kind.Text<T> text(JavaType type) {
        return new Kind.Text<>(this::write, text -> read(text, type));
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "cannot encode a " + value.getClass().getSimpleName(), e);
        }
    }

    @SuppressWarnings("TypeParameterUnusedInFormals") // the type is in the JavaType
    private <T> @Nullable T read(String text, JavaType type) {
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    /** amoCRM's times have seconds. */
    private static final class SecondsWriter extends StdScalarSerializer<Instant> {
        private static final long serialVersionUID = 1L;

        SecondsWriter() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant value, JsonGenerator to, SerializerProvider provider) throws IOException {
            to.writeNumber(value.getEpochSecond());
        }
    }

    private static final class SecondsReader extends StdScalarDeserializer<Instant> {
        private static final long serialVersionUID = 1L;

        SecondsReader() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser from, DeserializationContext context) throws IOException {
            return Instant.ofEpochSecond(from.getLongValue());
        }
    }
}
