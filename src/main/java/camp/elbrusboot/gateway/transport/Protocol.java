package camp.elbrusboot.gateway.transport;

import camp.elbrusboot.gateway.crm.CrmException;
import graphql.ExecutionResult;
import io.smallrye.graphql.execution.ExecutionResponse;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
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

    private Protocol() {}

    /** Why the server ends a connection, for clients to act on. */
    enum Close {
        SILENT(1001, "Nothing heard"),
        TRY_AGAIN_LATER(1013, "Try again later"),
        MESSAGE_TOO_BIG(1009, "Message too big"),
        INVALID_MESSAGE(4400, "Invalid message"),
        UNAUTHORIZED(4401, "Unauthorized"),
        FORBIDDEN(4403, "Forbidden"),
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
        record Init(JsonObject payload) implements Message {}

        record Ping() implements Message {}

        record Pong() implements Message {}

        /**
         * An operation.
         *
         * @param request each parameter as it has to be or absent
         */
        record Subscribe(String id, Request request) implements Message {}

        record Complete(String id) implements Message {}
    }

    /** Null for what is no message of the protocol. */
    static @Nullable Message parse(String text) {
        JsonObject message = Json.object(text);
        try {
            return message == null ? null : message(message);
        } catch (CrmException malformed) {
            return null;
        }
    }

    private static @Nullable Message message(JsonObject message) {
        String type = string(message, "type");
        String id = id(message);
        return switch (type == null ? "" : type) {
            case "connection_init" -> objectOrNothing(message, "payload") ? init(message) : null;
            case "ping" -> objectOrNothing(message, "payload") ? new Message.Ping() : null;
            case "pong" -> objectOrNothing(message, "payload") ? new Message.Pong() : null;
            case "subscribe" ->
                id != null && message.get("payload") instanceof JsonObject payload
                        ? new Message.Subscribe(id, Request.of(payload))
                        : null;
            case "complete" -> id == null ? null : new Message.Complete(id);
            default -> null;
        };
    }

    private static Message init(JsonObject message) {
        return new Message.Init(
                message.get("payload") instanceof JsonObject payload ? payload : JsonValue.EMPTY_JSON_OBJECT);
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

    /** Of one operation. */
    static final class SocketReplies implements Replies {
        private final String id;
        private final String next;

        SocketReplies(String id) {
            this.id = "{\"id\":" + Json.PROVIDER.createValue(id) + ",\"type\":";
            this.next = this.id + "\"next\",\"payload\":";
        }

        @Override
        public String next(String answer) {
            return next + answer + "}";
        }

        @Override
        public String refusal(ExecutionResult errors) {
            return id + "\"error\",\"payload\":"
                    + new ExecutionResponse(errors)
                            .getExecutionResultAsJsonObject()
                            .getJsonArray("errors") + "}";
        }

        @Override
        public String complete() {
            return id + "\"complete\"}";
        }
    }
}
