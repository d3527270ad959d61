package camp.elbrusboot.gateway.amocrm.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.deser.ValueInstantiator;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * JSON as PHP writes it (sections 3.3 and 6): a list may come as a map of its elements, and nothing as {@code {}},
 * {@code []}, {@code null} or {@code ""}; a number may be a text. Any other shape that is not the expected one is read
 * as nothing: one strange field never costs a whole list.
 */
public final class LenientJson {
    /** Up to here a double holds every whole number. */
    private static final double EXACT = 1L << 53;

    private LenientJson() {}

    public static ObjectMapper of(ObjectMapper strict) {
        ObjectMapper lenient = strict.copy()
                .registerModule(new SimpleModule("lenient")
                        .addDeserializer(long.class, new Scalar<>(LenientJson::number, 0L))
                        .addDeserializer(Long.class, new Scalar<>(LenientJson::number, null))
                        .addDeserializer(int.class, new Scalar<>(LenientJson::smallNumber, 0))
                        .addDeserializer(boolean.class, new Scalar<>(LenientJson::truth, false)))
                .addHandler(new Shapes());
        lenient.coercionConfigDefaults().setCoercion(CoercionInputShape.EmptyString, CoercionAction.AsNull);
        return lenient;
    }

    private static @Nullable Long number(String text) {
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException notWhole) {
            try {
                double number = Double.parseDouble(text);
                return Math.abs(number) <= EXACT ? (Long) (long) number : null;
            } catch (NumberFormatException notANumber) {
                return null;
            }
        }
    }

    private static @Nullable Integer smallNumber(String text) {
        Long number = number(text);
        return number == null
                ? null
                : (Integer) Math.toIntExact(Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, number)));
    }

    private static Boolean truth(String text) {
        return text.equals("true") || text.equals("1");
    }

    private static final class Scalar<T> extends JsonDeserializer<@Nullable T> {
        private final Function<String, @Nullable T> read;
        private final @Nullable T none;

        Scalar(Function<String, @Nullable T> read, @Nullable T none) {
            this.read = read;
            this.none = none;
        }

        @Override
        public @Nullable T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (!parser.currentToken().isScalarValue()) {
                parser.skipChildren();
                return none;
            }
            T value = read.apply(parser.getText());
            return value == null ? none : value;
        }

        @Override
        public @Nullable T getNullValue(DeserializationContext context) {
            return none;
        }
    }

    private static final class Shapes extends DeserializationProblemHandler {
        @Override
        public @Nullable Object handleUnexpectedToken(
                DeserializationContext context, JavaType target, JsonToken token, JsonParser parser, String failure)
                throws IOException {
            if (!target.isCollectionLikeType()) {
                parser.skipChildren();
                return null;
            }
            List<@Nullable Object> elements = new ArrayList<>();
            if (token == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    parser.nextToken();
                    elements.add(context.readValue(parser, target.getContentType()));
                }
            } else if (token.isNumeric()) {
                elements.add(context.readValue(parser, target.getContentType()));
            }
            return elements;
        }

        @Override
        public @Nullable Object handleMissingInstantiator(
                DeserializationContext context,
                Class<?> target,
                ValueInstantiator instantiator,
                JsonParser parser,
                String failure)
                throws IOException {
            parser.skipChildren();
            return null;
        }
    }
}
