package camp.elbrusboot.gateway.amocrm.v4;

import camp.elbrusboot.gateway.amocrm.wire.Wire;
import camp.elbrusboot.gateway.crm.Company;
import camp.elbrusboot.gateway.crm.Contact;
import camp.elbrusboot.gateway.crm.Detail;
import camp.elbrusboot.gateway.crm.Lead;
import camp.elbrusboot.gateway.crm.LossReason;
import camp.elbrusboot.gateway.crm.Pipeline;
import camp.elbrusboot.gateway.crm.Status;
import camp.elbrusboot.gateway.crm.StatusKind;
import camp.elbrusboot.gateway.crm.Tag;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** From the wire of v4 to our records. */
final class V4Entities {
    private static final int TYPE_UNSORTED = 1;

    private V4Entities() {}

    static Pipeline pipeline(V4Wire.PipelineBody body) {
        List<V4Wire.StatusBody> statuses =
                Wire.list(body.embedded() == null ? null : body.embedded().statuses());
        return new Pipeline(
                body.id(),
                Wire.text(body.name()),
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
                pipelineId,
                body.id(),
                Wire.text(body.name()),
                body.sort(),
                Wire.text(body.color()),
                kind(body),
                body.editable());
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

    static Lead lead(V4Wire.LeadBody body, Set<Detail> details) {
        V4Wire.LeadEmbedded embedded = body.embedded();
        List<V4Wire.Link> contacts = Wire.list(embedded == null ? null : embedded.contacts());
        return new Lead(
                body.id(),
                Wire.text(body.name()),
                body.price(),
                body.pipelineId(),
                body.statusId(),
                contacts.stream().map(V4Wire.Link::id).toList(),
                contacts.stream()
                        .filter(V4Wire.Link::main)
                        .map(V4Wire.Link::id)
                        .findFirst()
                        .orElse(null),
                company(embedded == null ? null : embedded.companies()),
                body.responsibleUserId(),
                lossReason(embedded == null ? null : embedded.lossReason()),
                tags(embedded == null ? null : embedded.tags()),
                V4Fields.fields(body.fields()),
                Wire.momentOrEpoch(body.createdAt()),
                Wire.momentOrEpoch(body.updatedAt()),
                Wire.moment(body.closedAt()),
                body.deleted(),
                Set.copyOf(details));
    }

    static Contact contact(V4Wire.ContactBody body, Set<Detail> details) {
        V4Wire.ContactEmbedded embedded = body.embedded();
        return new Contact(
                body.id(),
                body.name(),
                body.firstName(),
                body.lastName(),
                V4Fields.points("EMAIL", body.fields()),
                V4Fields.points("PHONE", body.fields()),
                Wire.list(embedded == null ? null : embedded.leads()).stream()
                        .map(V4Wire.Link::id)
                        .toList(),
                company(embedded == null ? null : embedded.companies()),
                body.responsibleUserId(),
                tags(embedded == null ? null : embedded.tags()),
                V4Fields.fields(body.fields()),
                Wire.momentOrEpoch(body.createdAt()),
                Wire.momentOrEpoch(body.updatedAt()),
                Set.copyOf(details));
    }

    static Company company(V4Wire.CompanyBody body) {
        return new Company(body.id(), body.name());
    }

    private static @Nullable LossReason lossReason(@Nullable JsonNode node) {
        JsonNode reason = node != null && node.isArray() ? node.path(0) : node;
        Long id = reason == null ? null : Wire.number(reason.path("id"));
        return reason == null || id == null
                ? null
                : new LossReason(id, reason.path("name").textValue());
    }

    private static List<Tag> tags(@Nullable List<V4Wire.TagBody> tags) {
        return Wire.list(tags).stream()
                .map(t -> new Tag(t.id(), Wire.text(t.name())))
                .toList();
    }

    /** The id alone: names are in documents of their own. */
    private static @Nullable Company company(@Nullable List<V4Wire.Link> companies) {
        return Wire.list(companies).stream()
                .map(link -> new Company(link.id(), null))
                .findFirst()
                .orElse(null);
    }
}
