package camp.elbrusboot.gateway.amocrm.v2;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What API v2 sends, as far as it is read. Anything may be missing; a list may be a map of its elements by their ids. */
@RegisterForReflection(
        targets = {
            V2Wire.Pipelines.class,
            V2Wire.PipelineItems.class,
            V2Wire.PipelineBody.class,
            V2Wire.StatusBody.class,
            V2Wire.Rows.class,
            V2Wire.RowList.class,
            V2Wire.LeadBody.class,
            V2Wire.ContactBody.class,
            V2Wire.CompanyBody.class,
            V2Wire.Reference.class,
            V2Wire.Ids.class,
            V2Wire.Named.class,
            V2Wire.Field.class,
            V2Wire.Account.class,
            V2Wire.AccountEmbedded.class,
            V2Wire.Definitions.class,
            V2Wire.Definition.class,
        })
final class V2Wire {
    private V2Wire() {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Pipelines(@JsonProperty("_embedded") @Nullable PipelineItems embedded) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record PipelineItems(@Nullable List<PipelineBody> items) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record PipelineBody(
            long id,
            @Nullable String name,
            int sort,
            @JsonProperty("is_main") boolean main,
            @Nullable List<StatusBody> statuses) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record StatusBody(
            long id,
            @Nullable String name,
            @Nullable String color,
            int sort,
            @JsonProperty("is_editable") boolean editable) {}

    /** Leads, contacts or companies. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Rows<B extends Body>(
            @JsonProperty("_embedded") @Nullable RowList<B> embedded) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record RowList<B extends Body>(@Nullable List<@Nullable B> items) {}

    /** A lead, a contact or a company. */
    interface Body {
        long id();
    }

    /** {@code loss_reason_id} is in some captures, its name where it was asked for. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record LeadBody(
            long id,
            @Nullable String name,
            @JsonProperty("responsible_user_id") long responsibleUserId,
            @JsonProperty("created_at") long createdAt,
            @JsonProperty("updated_at") long updatedAt,
            @JsonProperty("closed_at") @Nullable Long closedAt,
            @JsonProperty("is_deleted") boolean deleted,
            @JsonProperty("status_id") long statusId,
            @Nullable Long sale,
            @JsonProperty("loss_reason_id") @Nullable Long lossReasonId,
            @JsonProperty("loss_reason_name") @Nullable String lossReasonName,
            @Nullable Reference pipeline,
            @JsonProperty("main_contact") @Nullable Reference mainContact,
            @Nullable Ids contacts,
            @Nullable Named company,
            @Nullable List<Named> tags,
            @JsonProperty("custom_fields") @Nullable List<Field> fields)
            implements Body {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record ContactBody(
            long id,
            @Nullable String name,
            @JsonProperty("first_name") @Nullable String firstName,
            @JsonProperty("last_name") @Nullable String lastName,
            @JsonProperty("responsible_user_id") long responsibleUserId,
            @JsonProperty("created_at") long createdAt,
            @JsonProperty("updated_at") long updatedAt,
            @Nullable Ids leads,
            @Nullable Named company,
            @Nullable List<Named> tags,
            @JsonProperty("custom_fields") @Nullable List<Field> fields)
            implements Body {

        @Override
        public String toString() {
            return "ContactBody[" + id + "]";
        }
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record CompanyBody(long id, @Nullable String name) implements Body {}

    /** Empty, so with the id 0, where there is none. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Reference(long id) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Ids(@Nullable List<Long> id) {}

    /** A tag or a company. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Named(long id, @Nullable String name) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Field(
            long id,
            @Nullable String name,
            @Nullable String code,
            @Nullable JsonNode values) {

        @Override
        public String toString() {
            return "Field[" + id + "]";
        }
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Account(
            @Nullable String name,
            @Nullable String currency,
            @Nullable String timezone,
            @JsonProperty("_embedded") @Nullable AccountEmbedded embedded) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record AccountEmbedded(
            @JsonProperty("custom_fields") @Nullable Definitions fields) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Definitions(
            @Nullable List<Definition> leads, @Nullable List<Definition> contacts) {}

    /** {@code enums} maps ids to values; for telephone numbers and the like the value is the code. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Definition(
            long id,
            @Nullable String code,
            @JsonProperty("field_type") int type,
            @Nullable JsonNode enums) {}
}
