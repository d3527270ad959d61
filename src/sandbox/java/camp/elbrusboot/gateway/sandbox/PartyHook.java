package camp.elbrusboot.gateway.sandbox;

import java.util.List;

/** What webhooks say of one contact or company, with the fields in the order of section 4.4. */
final class PartyHook {
    private final Account account;
    private final AccountData data;

    PartyHook(Account account, AccountData data) {
        this.account = account;
        this.data = data;
    }

    /**
     * {@code add}, {@code update}, {@code restore}, {@code responsible}.
     *
     * @param section {@code contacts}, which has companies too, or {@code companies}, which is unconfirmed (section 4.2)
     */
    Form changed(String section, String action, Party before, Party after) {
        String key = section + "[" + action + "][0]";
        Form form = new Form()
                .add(key + "[id]", after.id())
                .add(key + "[name]", after.name())
                .add(key + "[responsible_user_id]", after.responsibleUserId())
                .add(key + "[group_id]", after.groupId())
                .add(key + "[date_create]", after.createdAt())
                .add(key + "[last_modified]", after.updatedAt())
                .add(key + "[created_user_id]", after.createdBy())
                .add(key + "[modified_user_id]", after.updatedBy());
        List<Long> companies = after instanceof Contact contact ? contact.companies() : List.of();
        companies.stream().limit(1).forEach(company -> {
            data.company(company).ifPresent(known -> form.add(key + "[company_name]", known.name()));
            form.add(key + "[linked_company_id]", company);
        });
        form.add(key + "[account_id]", account.id());
        HookForm.customFields(form, key, after.customFields());
        HookForm.tags(form, key, after.tags());
        for (long lead : data.leadsOf(after)) {
            form.add(key + "[linked_leads_id][" + lead + "][ID]", lead);
        }
        if (before.responsibleUserId() != after.responsibleUserId()) {
            form.add(key + "[old_responsible_user_id]", before.responsibleUserId());
        }
        return form.add(key + "[created_at]", after.createdAt())
                .add(key + "[updated_at]", after.updatedAt())
                .add(key + "[type]", after.kind().word());
    }

    static Form deleted(String section, Party party) {
        String key = section + "[delete][0]";
        return new Form()
                .add(key + "[id]", party.id())
                .add(key + "[type]", party.kind().word());
    }
}
