package camp.elbrusboot.gateway.api;

import graphql.schema.DataFetchingEnvironment;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** By what a caller's error is found in the log. */
final class TraceIds {
    /** W3C Trace Context; an id of zeros is invalid. */
    private static final Pattern TRACEPARENT =
            Pattern.compile("[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}.*");

    private TraceIds() {}

    /** The caller's own, from {@code traceparent}, or one of this operation; 32 hexadecimal digits. */
    static String of(DataFetchingEnvironment field) {
        Matcher parent = TRACEPARENT.matcher(
                Requests.header(field.getGraphQlContext(), "traceparent").orElse(""));
        return parent.matches()
                ? parent.group(1)
                : UUID.nameUUIDFromBytes(field.getExecutionId().toString().getBytes(StandardCharsets.UTF_8))
                        .toString()
                        .replace("-", "");
    }
}
