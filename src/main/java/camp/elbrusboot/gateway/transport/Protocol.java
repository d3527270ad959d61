package camp.elbrusboot.gateway.transport;

import camp.elbrusboot.gateway.crm.CrmErrorCode;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The messages of {@code graphql-transport-ws}, as its specification (enisdenjo/graphql-ws, PROTOCOL.md) has them. */
final class Protocol {
    static final String NAME = "graphql-transport-ws";

    /** Characters of an id; it is repeated with each answer. */
    private static final int LONGEST_ID = 256;

    /** Bytes of the reason for which a WebSocket is closed (RFC 6455, 5.5). */
    private static final int LONGEST_REASON = 123;

    static final String ACKNOWLEDGED = "{\"type\":\"connection_ack\"}";
    static final String PONG = "{\"type\":\"pong\"}";

    /** Looked for once: {@code Json} would look for it with each value. */
    static final JsonProvider JSON = JsonProvider.provider();

    private static final JsonReaderFactory READERS = JSON.createReaderFactory(Map.of());

    private Protocol() {}

    /** Why the server ends a connection, for clients to act on. */
    enum Close {
        SILENT(1001, "Nothing heard"),
        MESSAGE_TOO_BIG(1009, "Message too big"),
        INVALID_MESSAGE(4400, "Invalid message"),
        UNAUTHORIZED(4401, "Unauthorized"),
        SUBPROTOCOL_NOT_ACCEPTABLE(4406, "Subprotocol not acceptable"),
        INITIALISATION_TIMEOUT(4408, "Connection initialisation timeout"),
        SUBSCRIBER_EXISTS(4409, "Subscriber already exists"),
        TOO_MANY_INITIALISATIONS(4429, "Too many initialisation requests");

        final short code;
        final String reason;

        Close(int code, String reason) {
            this.code = (short) code;
            this.reason = reason;
        }
    }

    /** The reason for that, with the id as far as there is room for it. */
    static String subscriberExists(String id) {
        String reason = "Subscriber for " + id + " already exists";
        return reason.getBytes(StandardCharsets.UTF_8).length > LONGEST_REASON
                ? Close.SUBSCRIBER_EXISTS.reason
                : reason;
    }

    /** What a client may send. */
    sealed interface Message {
        record Init() implements Message {}

        record Ping() implements Message {}

        record Pong() implements Message {}

        /**
         * An operation.
         *
         * @param request query, operationName and variables, each as it has to be or absent
         */
        record Subscribe(String id, JsonObject request) implements Message {}

        record Complete(String id) implements Message {}
    }

    /** Null for what is no message of the protocol. */
    static @Nullable Message parse(String text) {
        try (JsonReader reader = READERS.createReader(new StringReader(text))) {
            return message(reader.readObject());
        } catch (RuntimeException notJson) {
            // What is nested too deeply has no exception of its own.
            return null;
        }
    }

    private static @Nullable Message message(JsonObject message) {
        String type = string(message, "type");
        String id = id(message);
        return switch (type == null ? "" : type) {
            case "connection_init" -> objectOrNothing(message, "payload") ? new Message.Init() : null;
            case "ping" -> objectOrNothing(message, "payload") ? new Message.Ping() : null;
            case "pong" -> objectOrNothing(message, "payload") ? new Message.Pong() : null;
            case "subscribe" -> {
                JsonObject request = message.get("payload") instanceof JsonObject payload ? request(payload) : null;
                yield id == null || request == null ? null : new Message.Subscribe(id, request);
            }
            case "complete" -> id == null ? null : new Message.Complete(id);
            default -> null;
        };
    }

    private static @Nullable JsonObject request(JsonObject payload) {
        String query = string(payload, "query");
        if (query == null
                || !objectOrNothing(payload, "variables")
                || !objectOrNothing(payload, "extensions")
                || !(payload.getOrDefault("operationName", JsonValue.NULL) instanceof JsonString
                        || isNothing(payload.get("operationName")))) {
            return null;
        }
        JsonObjectBuilder request = JSON.createObjectBuilder().add("query", query);
        String operation = string(payload, "operationName");
        if (operation != null) {
            request.add("operationName", operation);
        }
        if (payload.get("variables") instanceof JsonObject variables) {
            request.add("variables", variables);
        }
        return request.build();
    }

    private static @Nullable String id(JsonObject message) {
        String id = string(message, "id");
        return id == null || id.isEmpty() || id.length() > LONGEST_ID ? null : id;
    }

    private static @Nullable String string(JsonObject of, String name) {
        return of.get(name) instanceof JsonString text ? text.getString() : null;
    }

    private static boolean objectOrNothing(JsonObject of, String name) {
        JsonValue value = of.get(name);
        return isNothing(value) || value instanceof JsonObject;
    }

    private static boolean isNothing(@Nullable JsonValue value) {
        return value == null || value == JsonValue.NULL;
    }

    /** One error, as a JSON array. */
    static String errors(CrmErrorCode code, String message) {
        return JSON.createArrayBuilder()
                .add(JSON.createObjectBuilder()
                        .add("message", message)
                        .add(
                                "extensions",
                                JSON.createObjectBuilder()
                                        .add("code", code.name())
                                        .add("retryable", code.retryable())))
                .build()
                .toString();
    }

    /** What the server may say of one operation. */
    static final class Replies {
        private final String id;
        private final String next;

        Replies(String id) {
            this.id = "{\"id\":" + JSON.createValue(id) + ",\"type\":";
            this.next = this.id + "\"next\",\"payload\":";
        }

        /**
         * An answer.
         *
         * @param answer JSON, as execution results are written
         */
        String next(String answer) {
            return next + answer + "}";
        }

        /**
         * There will be none.
         *
         * @param errors a JSON array of errors as GraphQL has them
         */
        String error(String errors) {
            return id + "\"error\",\"payload\":" + errors + "}";
        }

        String complete() {
            return id + "\"complete\"}";
        }
    }
}
