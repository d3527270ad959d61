package camp.elbrusboot.gateway.sandbox;

/** What webhooks say of one lead, with the fields in the order of section 4.3. */
final class LeadHook {
    private final Account account;

    LeadHook(Account account) {
        this.account = account;
    }

    /**
     * {@code action} is one of {@code add}, {@code update}, {@code status}, {@code responsible}, {@code restore}. There is
     * no contact and no stage name in it.
     */
    Form changed(String action, Lead before, Lead after) {
        return lead("leads[" + action + "][0]", before, after);
    }

    /** The documentation knows the id alone; captures have the stage, too (section 4.3). */
    static Form deleted(Lead lead) {
        String key = "leads[delete][0]";
        return new Form()
                .add(key + "[id]", lead.id())
                .add(key + "[status_id]", lead.statusId())
                .add(key + "[pipeline_id]", lead.pipelineId());
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
        form.add(key + "[price]", after.price()).add(key + "[responsible_user_id]", after.responsibleUserId());
        if (before.responsibleUserId() != after.responsibleUserId()) {
            form.add(key + "[old_responsible_user_id]", before.responsibleUserId());
        }
        form.add(key + "[last_modified]", after.updatedAt())
                .add(key + "[modified_user_id]", after.updatedBy())
                .add(key + "[created_user_id]", after.createdBy())
                .add(key + "[date_create]", after.createdAt())
                .add(key + "[pipeline_id]", after.pipelineId());
        HookForm.tags(form, key, after.tags());
        form.add(key + "[account_id]", account.id());
        HookForm.customFields(form, key, after.customFields());
        return form.add(key + "[created_at]", after.createdAt()).add(key + "[updated_at]", after.updatedAt());
    }
}
