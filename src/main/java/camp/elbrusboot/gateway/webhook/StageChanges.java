package camp.elbrusboot.gateway.webhook;

import camp.elbrusboot.gateway.eventlog.ObservedStageChange;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Recognises stage changes among the leads of a hook. The action says nothing: amoCRM reports a move as {@code status},
 * as {@code update}, or as both. What counts is that the old stage differs from the new one.
 *
 * @param understood the changes, in the order of the body
 * @param unusable leads whose fields are too broken to say what moved where
 */
record StageChanges(List<ObservedStageChange> understood, int unusable) {
    /** No exponents: a few characters of them stand for a number that takes minutes to write out. */
    private static final Pattern PRICE = Pattern.compile("-?\\d{1,18}(\\.\\d{1,9})?");

    static StageChanges in(Hook hook) {
        List<ObservedStageChange> changes = new ArrayList<>();
        int unusable = 0;
        for (Map<String, String> lead : hook.leads()) {
            Long oldStatus = number(lead.get("old_status_id"));
            if (oldStatus == null) {
                continue;
            }
            Long id = number(lead.get("id"));
            Long status = number(lead.get("status_id"));
            Long pipeline = number(lead.get("pipeline_id"));
            if (id == null || status == null || pipeline == null) {
                unusable++;
                continue;
            }
            Long oldPipeline = number(lead.get("old_pipeline_id"));
            if (oldStatus.equals(status) && (oldPipeline == null || oldPipeline.equals(pipeline))) {
                continue;
            }
            changes.add(new ObservedStageChange(
                    id,
                    lead.get("name"),
                    price(lead.get("price")),
                    pipeline,
                    status,
                    oldPipeline,
                    oldStatus,
                    time(lead),
                    number(lead.get("modified_user_id"))));
        }
        return new StageChanges(changes, unusable);
    }

    /** The two names are of different generations and have the same value. */
    private static @Nullable Instant time(Map<String, String> lead) {
        Long seconds = number(lead.get("updated_at"));
        if (seconds == null) {
            seconds = number(lead.get("last_modified"));
        }
        return seconds == null || seconds > Instant.MAX.getEpochSecond() ? null : Instant.ofEpochSecond(seconds);
    }

    /** Ids and times are positive; {@code 0} stands for nobody (a robot) and never. */
    private static @Nullable Long number(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            long number = Long.parseLong(text.trim());
            return number > 0 ? number : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Whole units; may be empty or decimal ("280.00"). */
    private static @Nullable Long price(@Nullable String text) {
        if (text == null || !PRICE.matcher(text).matches()) {
            return null;
        }
        return new BigDecimal(text).setScale(0, RoundingMode.HALF_UP).longValueExact();
    }
}
