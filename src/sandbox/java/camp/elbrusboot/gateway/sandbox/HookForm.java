package camp.elbrusboot.gateway.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** What the bodies of all webhooks of an account have in common (sections 4.2 and 4.3). */
final class HookForm {
    private final Account account;
    private final AtomicLong noteNumber = new AtomicLong(90_000);

    HookForm(Account account) {
        this.account = account;
    }

    /** With the account's block, which stands first or last. */
    String body(Form content, boolean accountFirst) {
        Form block = new Form()
                .add("account[subdomain]", account.subdomain())
                .add("account[id]", account.id())
                .add("account[_links][self]", account.origin());
        Form body = new Form();
        return (accountFirst
                        ? body.addAll(block).addAll(content)
                        : body.addAll(content).addAll(block))
                .encoded();
    }

    /** A note of type 4, which is a text; with the extra level that notes have (section 4.5). */
    Form note(String section, Entity of, int elementType, String text) {
        String key = section + "[note][0][note]";
        return new Form()
                .add(key + "[id]", noteNumber.incrementAndGet())
                .add(key + "[element_id]", of.id())
                .add(key + "[element_type]", elementType)
                .add(key + "[note_type]", 4)
                .add(key + "[text]", text)
                .add(key + "[account_id]", account.id())
                .add(key + "[created_by]", of.updatedBy())
                .add(key + "[modified_by]", of.updatedBy())
                .add(key + "[main_user_id]", of.responsibleUserId())
                .add(key + "[group_id]", of.groupId())
                .add(key + "[created_at]", of.updatedAt())
                .add(key + "[updated_at]", of.updatedAt());
    }

    static void tags(Form form, String key, List<Tag> tags) {
        for (int i = 0; i < tags.size(); i++) {
            form.add(key + "[tags][" + i + "][id]", tags.get(i).id());
            form.add(key + "[tags][" + i + "][name]", tags.get(i).name());
        }
    }

    static void customFields(Form form, String key, List<CustomField> fields) {
        for (int i = 0; i < fields.size(); i++) {
            field(form, key + "[custom_fields][" + i + "]", fields.get(i));
        }
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
