package camp.elbrusboot.gateway.eventlog;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A webhook POST, as it is handed to the log.
 *
 * @param requestId amoCRM's X-Amocrm-Requestid; whether a retry repeats it is not known
 * @param body the bytes as they came
 * @param unknownSections sections that were not understood, such as {@code talk[add]}; their content is in the body
 * @param touched whatever the body says anything of, each once
 * @param stageChanges what was understood, in the order of the body
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, compared by nobody
public record ReceivedDelivery(
        Instant receivedAt,
        @Nullable String requestId,
        @Nullable String contentType,
        byte[] body,
        List<String> unknownSections,
        Set<TouchedEntity> touched,
        List<ObservedStageChange> stageChanges) {

    @Override
    public String toString() {
        return "ReceivedDelivery[" + body.length + " bytes]";
    }
}
