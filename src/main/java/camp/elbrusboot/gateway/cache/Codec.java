package camp.elbrusboot.gateway.cache;

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
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Our records as JSON. A change of their shape changes {@link #SHAPE}, so that old values are never read as new. */
@ApplicationScoped
@RegisterForReflection(
        targets = {
            Pipeline.class,
            Status.class,
            Lead.class,
            LossReason.class,
            Tag.class,
            Company.class,
            Contact.class,
            ContactPoint.class,
            CustomField.class,
            CustomFieldValue.class,
            ListEntry.class
        })
class Codec {
    static final String SHAPE = "3";

    private final ObjectMapper json = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .visibility(PropertyAccessor.ALL, JsonAutoDetect.Visibility.NONE)
            .visibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
            .visibility(PropertyAccessor.CREATOR, JsonAutoDetect.Visibility.ANY)
            .build();

    JavaType one(Class<?> type) {
        return json.constructType(type);
    }

    JavaType many(Class<?> type) {
        return json.getTypeFactory().constructCollectionType(List.class, type);
    }

    String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "cannot encode a " + value.getClass().getSimpleName(), e);
        }
    }

    /** Null for what cannot be read: then it is not there. */
    @SuppressWarnings("TypeParameterUnusedInFormals") // the type is in the JavaType
    <T> @Nullable T read(@Nullable String text, JavaType type) {
        if (text == null) {
            return null;
        }
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException e) {
            return null;
        }
    }
}
