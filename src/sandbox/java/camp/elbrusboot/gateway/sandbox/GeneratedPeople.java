package camp.elbrusboot.gateway.sandbox;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Fictional people, with the gaps that contacts of real accounts have (sections 2.4, 6). */
final class GeneratedPeople {
    private static final List<String> FIRST_NAMES =
            List.of("Алексей", "Мария", "Иван", "Ольга", "Дмитрий", "Елена", "Тимур", "Айгуль", "Сергей", "Нина");
    private static final List<String> LAST_NAMES =
            List.of("Примеров", "Образцова", "Учебный", "Шаблонова", "Тестов", "Макетова", "Эталонов", "Пробная");

    private final Random random;

    GeneratedPeople(Random random) {
        this.random = random;
    }

    Contact contact(int index, long user, long createdAt, long updatedAt, List<Long> companies) {
        String first = FIRST_NAMES.get(random.nextInt(FIRST_NAMES.size()));
        String last = LAST_NAMES.get(random.nextInt(LAST_NAMES.size()));
        String name = first + " " + last;
        // Filled name, empty or absent parts: as in the 2019 notes.
        int gap = random.nextInt(20);
        return new Contact(
                GeneratedData.FIRST_CONTACT + index,
                name,
                gap < 2 ? "" : gap == 2 ? null : first,
                gap < 2 ? "" : gap == 2 ? null : last,
                user,
                0,
                user,
                user,
                createdAt,
                updatedAt,
                null,
                fields(index),
                List.of(),
                companies);
    }

    /** One contact in six has no field at all, which v4 shows as null and v2 as an empty object. */
    private List<CustomField> fields(int index) {
        List<CustomField> fields = new ArrayList<>();
        if (random.nextInt(6) == 0) {
            return fields;
        }
        String number = String.format(Locale.ROOT, "+7999555%04d", index % 10_000);
        fields.add(field(384_533L, "Телефон", "PHONE", "multitext", number, 748_085L, "MOB"));
        if (random.nextBoolean()) {
            String address = "person" + index + "@example.com";
            fields.add(field(384_535L, "Email", "EMAIL", "multitext", address, 748_095L, "WORK"));
        }
        // A type that no client knows: new types once broke strict ones (section 2.5).
        if (random.nextInt(50) == 0) {
            CustomField.Value value =
                    new CustomField.Value(Json.object().put("shape", "cube").put("size", index), null, null);
            fields.add(new CustomField(682_099L, "Голограмма", null, "hologram", List.of(value)));
        }
        return fields;
    }

    private static CustomField field(
            long id, String name, String code, String type, String value, long enumId, String enumCode) {
        return new CustomField(
                id, name, code, type, List.of(new CustomField.Value(TextNode.valueOf(value), enumId, enumCode)));
    }
}
