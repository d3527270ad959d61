package camp.elbrusboot.gateway.webhook;

import camp.elbrusboot.gateway.eventlog.ObservedStageChange;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
        for (Entry lead : hook.entries()) {
            if (!lead.section().equals("leads")) {
                continue;
            }
            Long oldStatus = lead.number("old_status_id");
            if (oldStatus == null) {
                continue;
            }
            Long id = lead.number("id");
            Long status = lead.number("status_id");
            Long pipeline = lead.number("pipeline_id");
            if (id == null || status == null || pipeline == null) {
                unusable++;
                continue;
            }
            Long oldPipeline = lead.number("old_pipeline_id");
            if (oldStatus.equals(status) && (oldPipeline == null || oldPipeline.equals(pipeline))) {
                continue;
            }
            changes.add(new ObservedStageChange(
                    id,
                    lead.text("name"),
                    price(lead.text("price")),
                    pipeline,
                    status,
                    oldPipeline,
                    oldStatus,
                    time(lead),
                    lead.number("modified_user_id")));
        }
        return new StageChanges(changes, unusable);
    }

    /** The two names are of different generations and have the same value. */
    private static @Nullable Instant time(Entry lead) {
        Long seconds = lead.number("updated_at");
        if (seconds == null) {
            seconds = lead.number("last_modified");
        }
        return seconds == null || seconds > Instant.MAX.getEpochSecond() ? null : Instant.ofEpochSecond(seconds);
    }

    /** Whole units; may be empty or decimal ("280.00"). */
    private static @Nullable Long price(@Nullable String text) {
        if (text == null || !PRICE.matcher(text).matches()) {
            return null;
        }
        return new BigDecimal(text).setScale(0, RoundingMode.HALF_UP).longValueExact();
    }
}
