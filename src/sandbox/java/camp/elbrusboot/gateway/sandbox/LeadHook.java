package camp.elbrusboot.gateway.sandbox;

import com.fasterxml.jackson.databind.JsonNode;

/** Webhook bodies about one lead, with the fields in the order of section 4.3. */
final class LeadHook {
    private final Account account;

    LeadHook(Account account) {
        this.account = account;
    }

    /** {@code action} is {@code status} or {@code update}. There is no contact and no stage name in it. */
    String body(String action, Lead before, Lead after, boolean accountFirst) {
        Form lead = lead("leads[" + action + "][0]", before, after);
        Form block = new Form()
                .add("account[subdomain]", account.subdomain())
                .add("account[id]", account.id())
                .add("account[_links][self]", account.origin());
        Form body = accountFirst ? block.addAll(lead) : lead.addAll(block);
        return body.encoded();
    }

    /** The other shape: no name, price, time or user, but the old pipeline (section 4.6). */
    String digitalPipeline(Lead before, Lead after) {
        String key = "leads[status][0]";
        return new Form()
                .add(key + "[id]", after.id())
                .add(key + "[status_id]", after.statusId())
                .add(key + "[pipeline_id]", after.pipelineId())
                .add(key + "[old_status_id]", before.statusId())
                .add(key + "[old_pipeline_id]", before.pipelineId())
                .add("account[id]", account.id())
                .add("account[subdomain]", account.subdomain())
                .encoded();
    }

    private Form lead(String key, Lead before, Lead after) {
        boolean moved = before.statusId() != after.statusId() || before.pipelineId() != after.pipelineId();
        Form form = new Form()
                .add(key + "[id]", after.id())
                .add(key + "[name]", after.name())
                .add(key + "[status_id]", after.statusId());
        if (moved) {
            // Also in an update that was a move; there is no old_pipeline_id here.
            form.add(key + "[old_status_id]", before.statusId());
        }
        form.add(key + "[price]", after.price())
                .add(key + "[responsible_user_id]", after.responsibleUserId())
                .add(key + "[last_modified]", after.updatedAt())
                .add(key + "[modified_user_id]", after.updatedBy())
                .add(key + "[created_user_id]", after.createdBy())
                .add(key + "[date_create]", after.createdAt())
                .add(key + "[pipeline_id]", after.pipelineId());
        for (int i = 0; i < after.tags().size(); i++) {
            form.add(key + "[tags][" + i + "][id]", after.tags().get(i).id());
            form.add(key + "[tags][" + i + "][name]", after.tags().get(i).name());
        }
        form.add(key + "[account_id]", account.id());
        for (int i = 0; i < after.customFields().size(); i++) {
            field(form, key + "[custom_fields][" + i + "]", after.customFields().get(i));
        }
        return form.add(key + "[created_at]", after.createdAt()).add(key + "[updated_at]", after.updatedAt());
    }

    private static void field(Form form, String key, CustomField field) {
        form.add(key + "[id]", field.id()).add(key + "[name]", field.name());
        if (field.code() != null) {
            form.add(key + "[code]", field.code());
        }
        for (int i = 0; i < field.values().size(); i++) {
            CustomField.Value value = field.values().get(i);
            String valueKey = key + "[values][" + i + "]";
            if (field.scalarInWebhooks()) {
                form.add(valueKey, text(value.content()));
            } else {
                form.add(valueKey + "[value]", text(value.content()));
                if (value.enumId() != null) {
                    form.add(valueKey + "[enum]", value.enumId());
                }
            }
        }
    }

    private static String text(JsonNode value) {
        return value.isBoolean() ? value.booleanValue() ? "1" : "0" : value.asText();
    }
}
