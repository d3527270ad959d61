package camp.elbrusboot.gateway.sandbox;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The content of the second account: little, and in part under the ids that the first account has for other things. Ids
 * of amoCRM are said to be unique, yet a client that keeps two accounts apart must not rely on it.
 */
final class SecondAccount {
    static final int LEADS = 40;
    static final int CONTACTS = 60;
    static final long FIRST_LEAD = 70_000_001L;
    static final long FIRST_CONTACT = 80_000_001L;

    private static final long SHARED_PIPELINE = 1_309_792L;
    private static final long OWN_PIPELINE = 5_100_001L;
    private static final long SHARED_LEAD = 26_331_366L;
    private static final long SHARED_CLOSED_LEAD = 26_331_370L;
    private static final long SHARED_CONTACT = 46_925_315L;
    private static final long SHARED_COMPANY = 46_925_333L;
    private static final long SHARED_STAGE = 21_234_451L;
    private static final long CREATED_AT = 1_760_000_000L;

    private SecondAccount() {}

    static AccountContent content() {
        List<Contact> contacts = new ArrayList<>();
        contacts.add(contact(SHARED_CONTACT, "Вера Другова", 0));
        for (int i = 0; i < CONTACTS; i++) {
            contacts.add(contact(FIRST_CONTACT + i, "Слушатель " + (i + 1), i + 1));
        }
        List<Lead> leads = new ArrayList<>();
        leads.add(lead(SHARED_LEAD, "Летний лагерь", SHARED_PIPELINE, SHARED_STAGE, SHARED_CONTACT));
        leads.add(lead(SHARED_CLOSED_LEAD, "Зимний лагерь", OWN_PIPELINE, Stage.WON, FIRST_CONTACT));
        for (int i = 0; i < LEADS; i++) {
            boolean own = i % 2 == 0;
            leads.add(lead(
                    FIRST_LEAD + i,
                    "Смена №" + (i + 1),
                    own ? OWN_PIPELINE : SHARED_PIPELINE,
                    own ? 51_000_002L : SHARED_STAGE,
                    FIRST_CONTACT + i));
        }
        return new AccountContent(
                FieldDefinitions.ofSecond(), pipelines(), List.of(), List.of(company()), contacts, leads, List.of());
    }

    private static List<Pipeline> pipelines() {
        return List.of(
                pipeline(SHARED_PIPELINE, "Запись в лагерь", true, 21_234_442L, SHARED_STAGE, 21_234_454L),
                pipeline(OWN_PIPELINE, "Смены", false, 51_000_001L, 51_000_002L, 51_000_003L));
    }

    private static Pipeline pipeline(long id, String name, boolean main, long unsorted, long first, long second) {
        return new Pipeline(
                id,
                name,
                main ? 1 : 2,
                main,
                true,
                false,
                List.of(
                        new Stage(unsorted, "Неразобранное", 10, false, "#c1c1c1", Stage.UNSORTED),
                        new Stage(first, "Собеседование", 20, true, "#d6eaff", 0),
                        new Stage(second, "Оплата", 30, true, "#deff81", 0),
                        new Stage(Stage.WON, "Едет", 10_000, false, "#CCFF66", 0),
                        new Stage(Stage.LOST, "Не едет", 11_000, false, "#D5D8DB", 0)));
    }

    private static Company company() {
        long user = Account.ADMINISTRATOR;
        return new Company(
                SHARED_COMPANY,
                "ООО «Второе»",
                user,
                0,
                user,
                user,
                CREATED_AT,
                CREATED_AT,
                null,
                List.of(),
                List.of());
    }

    private static Contact contact(long id, String name, int index) {
        long user = Account.ADMINISTRATOR;
        CustomField phone = field(584_533L, "Телефон", "PHONE", "+7999556%04d".formatted(index), 948_085L, "MOB");
        CustomField mail = field(584_535L, "Email", "EMAIL", "second" + index + "@example.com", 948_095L, "WORK");
        int space = name.indexOf(' ');
        return new Contact(
                id,
                name,
                name.substring(0, space),
                name.substring(space + 1),
                user,
                0,
                user,
                user,
                CREATED_AT + index,
                CREATED_AT + index,
                null,
                List.of(phone, mail),
                List.of(),
                id == SHARED_CONTACT ? List.of(SHARED_COMPANY) : List.of());
    }

    private static CustomField field(long id, String name, String code, String value, long enumId, String enumCode) {
        return new CustomField(
                id, name, code, "multitext", List.of(new CustomField.Value(TextNode.valueOf(value), enumId, enumCode)));
    }

    private static Lead lead(long id, String name, long pipeline, long stage, long contact) {
        long user = Account.ADMINISTRATOR;
        @Nullable Long closedAt = stage == Stage.WON ? (Long) (CREATED_AT + 5_000) : null;
        return new Lead(
                id,
                name,
                30_000,
                user,
                0,
                stage,
                pipeline,
                null,
                user,
                user,
                CREATED_AT,
                CREATED_AT + 5_000,
                closedAt,
                null,
                false,
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of(new LeadContact(contact, true)));
    }
}
