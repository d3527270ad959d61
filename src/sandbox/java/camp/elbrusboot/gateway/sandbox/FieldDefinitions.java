package camp.elbrusboot.gateway.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The custom fields of an account, by kind of entity; the ids of choices differ from account to account (section 2.5). */
record FieldDefinitions(Map<String, List<FieldDefinition>> byEntity) {
    static final List<String> ENTITIES = List.of("leads", "contacts", "companies");

    private static final List<String> PHONE = List.of("WORK", "WORKDD", "MOB", "FAX", "HOME", "OTHER");
    private static final List<String> EMAIL = List.of("WORK", "PRIV");
    private static final List<String> IM = List.of("SKYPE", "ICQ", "JABBER", "GTALK", "MSN", "OTHER");

    FieldDefinitions {
        byEntity = Map.copyOf(byEntity);
    }

    /** Every field and choice of the recorded and of the generated documents is here. */
    static FieldDefinitions ofFirst() {
        FieldDefinition phone = coded(384_533L, "Телефон", "PHONE", 748_081L, PHONE);
        FieldDefinition email = coded(384_535L, "Email", "EMAIL", 748_095L, EMAIL);
        List<FieldDefinition> leads = List.of(
                new FieldDefinition(
                        660_101L,
                        "Формат обучения",
                        null,
                        "select",
                        List.of(
                                new FieldDefinition.Choice(1_192_301L, "Очно, Москва", 500, null),
                                new FieldDefinition.Choice(1_192_303L, "Онлайн", 510, null),
                                new FieldDefinition.Choice(1_192_305L, "Вечерняя группа", 520, null))),
                plain(660_103L, "Дата экзамена", null, "date"),
                plain(660_105L, "Сумма предоплаты", null, "numeric"),
                plain(660_107L, "Нужна рассрочка", null, "checkbox"),
                plain(660_109L, "utm_source", "UTM_SOURCE", "tracking_data"));
        List<FieldDefinition> contacts = List.of(
                plain(384_531L, "Должность", "POSITION", "text"),
                phone,
                email,
                coded(384_539L, "Мгн. сообщения", "IM", 748_099L, IM),
                plain(660_009L, "Опыт программирования", null, "text"),
                plain(681_999L, "Имя в Facebook", null, "text"),
                plain(682_001L, "Instagram", null, "url"),
                plain(682_005L, "Facebook", null, "url"),
                plain(682_011L, "ВКонтакте", null, "text"),
                plain(682_020L, "Дата рождения", null, "birthday"),
                plain(682_099L, "Голограмма", null, "hologram"));
        return new FieldDefinitions(Map.of("leads", leads, "contacts", contacts, "companies", List.of(phone, email)));
    }

    static FieldDefinitions ofSecond() {
        List<FieldDefinition> contacts = List.of(
                coded(584_533L, "Телефон", "PHONE", 948_081L, PHONE),
                coded(584_535L, "Email", "EMAIL", 948_095L, EMAIL));
        return new FieldDefinitions(Map.of("leads", List.of(), "contacts", contacts, "companies", contacts));
    }

    List<FieldDefinition> of(String entity) {
        return byEntity.getOrDefault(entity, List.of());
    }

    private static FieldDefinition plain(long id, String name, @Nullable String code, String type) {
        return new FieldDefinition(id, name, code, type, List.of());
    }

    /** The ids of the choices go up by two, as they do in amoCRM. */
    private static FieldDefinition coded(long id, String name, String code, long firstChoice, List<String> choices) {
        List<FieldDefinition.Choice> all = new ArrayList<>();
        for (String choice : choices) {
            int place = all.size();
            all.add(new FieldDefinition.Choice(firstChoice + 2L * place, choice, 1 + place, choice));
        }
        return new FieldDefinition(id, name, code, "multitext", all);
    }
}
