package camp.elbrusboot.gateway.amocrm.v2;

import camp.elbrusboot.gateway.amocrm.wire.Glossary;
import camp.elbrusboot.gateway.amocrm.wire.Wire;
import camp.elbrusboot.gateway.crm.Company;
import camp.elbrusboot.gateway.crm.Contact;
import camp.elbrusboot.gateway.crm.CustomField;
import camp.elbrusboot.gateway.crm.Detail;
import camp.elbrusboot.gateway.crm.Lead;
import camp.elbrusboot.gateway.crm.LossReason;
import camp.elbrusboot.gateway.crm.Pipeline;
import camp.elbrusboot.gateway.crm.Status;
import camp.elbrusboot.gateway.crm.StatusKind;
import camp.elbrusboot.gateway.crm.Tag;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** From the wire of v2 to our records. */
final class V2Entities {
    private V2Entities() {}

    /** v2 does not say whether a pipeline is archived. Its statuses come by their numbers, 142 first (section 3.2). */
    static Pipeline pipeline(V2Wire.PipelineBody body) {
        return new Pipeline(
                body.id(),
                Wire.text(body.name()),
                body.sort(),
                body.main(),
                false,
                Wire.list(body.statuses()).stream()
                        .map(status -> status(body.id(), status))
                        .sorted(Comparator.comparingInt(Status::sort))
                        .toList());
    }

    private static Status status(long pipelineId, V2Wire.StatusBody body) {
        return new Status(
                pipelineId,
                body.id(),
                Wire.text(body.name()),
                body.sort(),
                Wire.text(body.color()),
                kind(body),
                body.editable());
    }

    /** There is no type: incoming leads are the stage that nobody may edit and that is not the end (section 3.2). */
    private static StatusKind kind(V2Wire.StatusBody body) {
        if (body.id() == StatusKind.WON_ID) {
            return StatusKind.WON;
        }
        if (body.id() == StatusKind.LOST_ID) {
            return StatusKind.LOST;
        }
        return body.editable() ? StatusKind.OPEN : StatusKind.UNSORTED;
    }

    static Lead lead(V2Wire.LeadBody body, Glossary glossary) {
        return new Lead(
                body.id(),
                Wire.text(body.name()),
                body.sale(),
                body.pipeline() == null ? 0 : body.pipeline().id(),
                body.statusId(),
                ids(body.contacts()),
                body.mainContact() == null || body.mainContact().id() == 0
                        ? null
                        : (Long) body.mainContact().id(),
                company(body.company()),
                body.responsibleUserId(),
                lossReason(body, glossary),
                tags(body.tags()),
                V2Fields.fields(body.fields(), glossary),
                Wire.momentOrEpoch(body.createdAt()),
                Wire.momentOrEpoch(body.updatedAt()),
                Wire.moment(body.closedAt()),
                body.deleted(),
                Set.of(Detail.LEAD_CONTACTS, Detail.LEAD_LOSS_REASON));
    }

    static Contact contact(V2Wire.ContactBody body, Glossary glossary) {
        List<CustomField> fields = V2Fields.fields(body.fields(), glossary);
        return new Contact(
                body.id(),
                body.name(),
                body.firstName(),
                body.lastName(),
                V2Fields.points("EMAIL", fields),
                V2Fields.points("PHONE", fields),
                ids(body.leads()),
                company(body.company()),
                body.responsibleUserId(),
                tags(body.tags()),
                fields,
                Wire.momentOrEpoch(body.createdAt()),
                Wire.momentOrEpoch(body.updatedAt()),
                Set.of(Detail.CONTACT_LEADS));
    }

    static Company company(V2Wire.CompanyBody body) {
        return new Company(body.id(), body.name());
    }

    private static @Nullable LossReason lossReason(V2Wire.LeadBody body, Glossary glossary) {
        if (body.lossReasonId() == null || body.lossReasonId() == 0) {
            return null;
        }
        String name =
                body.lossReasonName() == null ? glossary.lossReasons().get(body.lossReasonId()) : body.lossReasonName();
        return new LossReason(body.lossReasonId(), name);
    }

    private static @Nullable Company company(V2Wire.@Nullable Named company) {
        return company == null || company.id() == 0 ? null : new Company(company.id(), company.name());
    }

    private static List<Tag> tags(@Nullable List<V2Wire.Named> tags) {
        return Wire.list(tags).stream()
                .map(tag -> new Tag(tag.id(), Wire.text(tag.name())))
                .toList();
    }

    private static List<Long> ids(V2Wire.@Nullable Ids ids) {
        return Wire.list(ids == null ? null : ids.id());
    }
}
