package camp.elbrusboot.gateway.amocrm.v4;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What API v4 sends, as far as it is read, and what it is sent. Anything may be missing. */
@RegisterForReflection(
        targets = {
            V4Wire.Pipelines.class,
            V4Wire.PipelineList.class,
            V4Wire.PipelineBody.class,
            V4Wire.StatusList.class,
            V4Wire.StatusBody.class,
            V4Wire.Rows.class,
            V4Wire.RowList.class,
            V4Wire.LeadBody.class,
            V4Wire.LeadEmbedded.class,
            V4Wire.ContactBody.class,
            V4Wire.ContactEmbedded.class,
            V4Wire.CompanyBody.class,
            V4Wire.Link.class,
            V4Wire.TagBody.class,
            V4Wire.Field.class,
            V4Wire.Links.class,
            V4Wire.Account.class,
            V4Wire.AccountEmbedded.class,
            V4Wire.TimeSettings.class,
            V4Wire.Definitions.class,
            V4Wire.DefinitionList.class,
            V4Wire.Definition.class,
            V4Wire.EnumBody.class,
            V4Wire.LossReasons.class,
            V4Wire.LossReasonList.class,
            V4Wire.Events.class,
            V4Wire.EventList.class,
            V4Wire.Event.class,
            V4Wire.Webhooks.class,
            V4Wire.WebhookList.class,
            V4Wire.Webhook.class,
            V4Wire.Subscription.class,
            V4Wire.Destination.class,
        })
final class V4Wire {
    private V4Wire() {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Pipelines(@JsonProperty("_embedded") @Nullable PipelineList embedded) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record PipelineList(@Nullable List<PipelineBody> pipelines) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record PipelineBody(
            long id,
            @Nullable String name,
            int sort,
            @JsonProperty("is_main") boolean main,
            @JsonProperty("is_archive") boolean archived,
            @JsonProperty("_embedded") @Nullable StatusList embedded) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record StatusList(@Nullable List<StatusBody> statuses) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record StatusBody(
            long id,
            @Nullable String name,
            int sort,
            @JsonProperty("is_editable") boolean editable,
            @Nullable String color,
            int type) {}

    /** A page of leads, contacts or companies, which differ in one key. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Rows<B extends Body>(
            @JsonProperty("_links") @Nullable Links links,
            @JsonProperty("_embedded") @Nullable RowList<B> embedded) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record RowList<B extends Body>(
            @JsonAlias({"leads", "contacts", "companies"}) @Nullable
            List<@Nullable B> rows) {}

    /** A lead, a contact or a company. */
    interface Body {
        long id();
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record LeadBody(
            long id,
            @Nullable String name,
            @Nullable Long price,
            @JsonProperty("responsible_user_id") long responsibleUserId,
            @JsonProperty("status_id") long statusId,
            @JsonProperty("pipeline_id") long pipelineId,
            @JsonProperty("created_at") long createdAt,
            @JsonProperty("updated_at") long updatedAt,
            @JsonProperty("closed_at") @Nullable Long closedAt,
            @JsonProperty("is_deleted") boolean deleted,
            @JsonProperty("custom_fields_values") @Nullable List<Field> fields,
            @JsonProperty("_embedded") @Nullable LeadEmbedded embedded)
            implements Body {}

    /** {@code loss_reason} is documented as an object and sent as an array of one. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record LeadEmbedded(
            @Nullable List<TagBody> tags,
            @Nullable List<Link> contacts,
            @Nullable List<Link> companies,
            @JsonProperty("loss_reason") @Nullable JsonNode lossReason) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record ContactBody(
            long id,
            @Nullable String name,
            @JsonProperty("first_name") @Nullable String firstName,
            @JsonProperty("last_name") @Nullable String lastName,
            @JsonProperty("responsible_user_id") long responsibleUserId,
            @JsonProperty("created_at") long createdAt,
            @JsonProperty("updated_at") long updatedAt,
            @JsonProperty("custom_fields_values") @Nullable List<Field> fields,
            @JsonProperty("_embedded") @Nullable ContactEmbedded embedded)
            implements Body {

        @Override
        public String toString() {
            return "ContactBody[" + id + "]";
        }
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record ContactEmbedded(
            @Nullable List<TagBody> tags,
            @Nullable List<Link> leads,
            @Nullable List<Link> companies) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record CompanyBody(long id, @Nullable String name) implements Body {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Link(long id, @JsonProperty("is_main") boolean main) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record TagBody(long id, @Nullable String name) {}

    /** The elements of {@code values} differ by type, and new types appear. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Field(
            @JsonProperty("field_id") long id,
            @JsonProperty("field_name") @Nullable String name,
            @JsonProperty("field_code") @Nullable String code,
            @JsonProperty("field_type") @Nullable String type,
            @Nullable JsonNode values) {

        @Override
        public String toString() {
            return "Field[" + id + "]";
        }
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Links(@Nullable JsonNode next) {
        /**
         * Whether another page is worth a call. The link alone may lead to nothing, for amoCRM does not count (section
         * 2.1).
         *
         * @param least how many rows a page has that another may follow
         */
        static boolean leadOn(@Nullable Links links, int rows, int least) {
            return links != null && links.next() != null && rows >= least;
        }
    }

    /** The flag is null where an older answer does not have it. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Account(
            @Nullable String name,
            @Nullable String currency,
            @JsonProperty("is_api_filter_enabled") @Nullable JsonNode filters,
            @JsonProperty("_embedded") @Nullable AccountEmbedded embedded) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record AccountEmbedded(
            @JsonProperty("datetime_settings") @Nullable TimeSettings time) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record TimeSettings(@Nullable String timezone) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Definitions(
            @JsonProperty("_links") @Nullable Links links,
            @JsonProperty("_embedded") @Nullable DefinitionList embedded) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record DefinitionList(
            @JsonProperty("custom_fields") @Nullable List<Definition> fields) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Definition(
            long id,
            @Nullable String code,
            @Nullable String type,
            @Nullable List<EnumBody> enums) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record EnumBody(long id, @Nullable String code) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record LossReasons(@JsonProperty("_embedded") @Nullable LossReasonList embedded) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record LossReasonList(
            @JsonProperty("loss_reasons") @Nullable List<TagBody> reasons) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Events(
            @JsonProperty("_links") @Nullable Links links,
            @JsonProperty("_embedded") @Nullable EventList embedded) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record EventList(@Nullable List<@Nullable Event> events) {}

    /** The values are arrays, whose elements differ by type. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Event(
            @Nullable String id,
            @Nullable String type,
            @JsonProperty("entity_id") long entityId,
            @JsonProperty("created_by") long createdBy,
            @JsonProperty("created_at") long createdAt,
            @JsonProperty("value_after") @Nullable JsonNode after,
            @JsonProperty("value_before") @Nullable JsonNode before) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Webhooks(@JsonProperty("_embedded") @Nullable WebhookList embedded) {}

    /** A third-party tool reads them as {@code hooks} (section 7, point 10). */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record WebhookList(@JsonAlias("hooks") @Nullable List<@Nullable Webhook> webhooks) {}

    /** The destination has our key in it, or somebody else's. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Webhook(
            @Nullable String destination,
            boolean disabled,
            @Nullable List<@Nullable String> settings) {

        @Override
        public String toString() {
            return "Webhook[]";
        }
    }

    record Subscription(String destination, List<String> settings) {
        @Override
        public String toString() {
            return "Subscription[]";
        }
    }

    record Destination(String destination) {
        @Override
        public String toString() {
            return "Destination[]";
        }
    }
}
