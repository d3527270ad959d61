package camp.elbrusboot.gateway.amocrm.v4;

import camp.elbrusboot.gateway.crm.Contact;
import camp.elbrusboot.gateway.crm.Lead;
import camp.elbrusboot.gateway.crm.LossReason;
import camp.elbrusboot.gateway.crm.Pipeline;
import camp.elbrusboot.gateway.crm.Status;
import camp.elbrusboot.gateway.crm.StatusKind;
import camp.elbrusboot.gateway.crm.Tag;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** From the wire of v4 to our records. */
final class V4Entities {
    private static final int TYPE_UNSORTED = 1;

    private V4Entities() {}

    static Pipeline pipeline(V4Wire.PipelineBody body) {
        List<V4Wire.StatusBody> statuses =
                list(body.embedded() == null ? null : body.embedded().statuses());
        return new Pipeline(
                body.id(),
                text(body.name()),
                body.sort(),
                body.main(),
                body.archived(),
                statuses.stream()
                        .map(s -> status(body.id(), s))
                        .sorted(Comparator.comparingInt(Status::sort))
                        .toList());
    }

    private static Status status(long pipelineId, V4Wire.StatusBody body) {
        return new Status(
                pipelineId, body.id(), text(body.name()), body.sort(), text(body.color()), kind(body), body.editable());
    }

    private static StatusKind kind(V4Wire.StatusBody body) {
        if (body.id() == StatusKind.WON_ID) {
            return StatusKind.WON;
        }
        if (body.id() == StatusKind.LOST_ID) {
            return StatusKind.LOST;
        }
        return body.type() == TYPE_UNSORTED ? StatusKind.UNSORTED : StatusKind.OPEN;
    }

    static Lead lead(V4Wire.LeadBody body) {
        V4Wire.LeadEmbedded embedded = body.embedded();
        List<V4Wire.Link> contacts = list(embedded == null ? null : embedded.contacts());
        return new Lead(
                body.id(),
                text(body.name()),
                body.price(),
                body.pipelineId(),
                body.statusId(),
                contacts.stream().map(V4Wire.Link::id).toList(),
                contacts.stream()
                        .filter(V4Wire.Link::main)
                        .map(V4Wire.Link::id)
                        .findFirst()
                        .orElse(null),
                body.responsibleUserId(),
                lossReason(embedded == null ? null : embedded.lossReason()),
                tags(embedded == null ? null : embedded.tags()),
                V4Fields.fields(body.fields()),
                Instant.ofEpochSecond(body.createdAt()),
                Instant.ofEpochSecond(body.updatedAt()),
                body.closedAt() == null || body.closedAt() == 0 ? null : Instant.ofEpochSecond(body.closedAt()),
                body.deleted());
    }

    static Contact contact(V4Wire.ContactBody body) {
        V4Wire.ContactEmbedded embedded = body.embedded();
        return new Contact(
                body.id(),
                body.name(),
                body.firstName(),
                body.lastName(),
                V4Fields.points("EMAIL", body.fields()),
                V4Fields.points("PHONE", body.fields()),
                list(embedded == null ? null : embedded.leads()).stream()
                        .map(V4Wire.Link::id)
                        .toList(),
                body.responsibleUserId(),
                tags(embedded == null ? null : embedded.tags()),
                V4Fields.fields(body.fields()),
                Instant.ofEpochSecond(body.createdAt()),
                Instant.ofEpochSecond(body.updatedAt()));
    }

    private static @Nullable LossReason lossReason(@Nullable JsonNode node) {
        JsonNode reason = node != null && node.isArray() ? node.path(0) : node;
        return reason == null || !reason.path("id").canConvertToLong()
                ? null
                : new LossReason(reason.path("id").asLong(), reason.path("name").textValue());
    }

    private static List<Tag> tags(@Nullable List<V4Wire.TagBody> tags) {
        return list(tags).stream().map(t -> new Tag(t.id(), text(t.name()))).toList();
    }

    static <T> List<T> list(@Nullable List<T> maybe) {
        return maybe == null ? List.of() : maybe;
    }

    private static String text(@Nullable String maybe) {
        return maybe == null ? "" : maybe;
    }
}
