package camp.elbrusboot.gateway.reads;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * What can be asked of a gateway, in its own words.
 *
 * @param types fields of every object by their names
 * @param leaves names of the scalars and enums
 */
public record PublicSchema(Map<String, Map<String, Field>> types, Set<String> leaves) {
    public static final String INTROSPECTION = "{ __schema { types { kind name fields { name "
            + "type { ...T } args { name type { ...T } } } } } } fragment T on __Type { kind name ofType { kind name "
            + "ofType { kind name ofType { kind name } } } }";

    /** A field with the types of its arguments, both as they are written in a schema. */
    public record Field(String name, String type, Map<String, String> arguments) {
        /** Without the marks for lists and for what is never null. */
        public String named() {
            return type.replaceAll("[\\[\\]!]", "");
        }
    }

    public static PublicSchema of(JsonNode data) {
        Map<String, Map<String, Field>> types = new LinkedHashMap<>();
        Set<String> leaves = new HashSet<>();
        for (JsonNode type : data.at("/__schema/types")) {
            String name = type.path("name").asText();
            switch (type.path("kind").asText()) {
                case "SCALAR", "ENUM" -> leaves.add(name);
                case "OBJECT" -> {
                    if (!name.startsWith("__") && !name.equals("Subscription")) {
                        types.put(name, fields(type.path("fields")));
                    }
                }
                default -> {
                    // Inputs are known by those who make them up.
                }
            }
        }
        return new PublicSchema(types, leaves);
    }

    /** Without the fields that are not admitted, and without those that then have nothing below them. */
    PublicSchema only(BiPredicate<String, String> admitted) {
        Map<String, Map<String, Field>> left = new LinkedHashMap<>();
        types.forEach((type, fields) -> {
            Map<String, Field> some = new LinkedHashMap<>(fields);
            some.keySet().removeIf(name -> !admitted.test(type, name));
            if (!some.isEmpty()) {
                left.put(type, some);
            }
        });
        left.values().forEach(fields -> fields.values()
                .removeIf(field -> !isLeaf(field) && !left.containsKey(field.named())));
        return new PublicSchema(left, leaves);
    }

    public boolean isLeaf(Field field) {
        return leaves.contains(field.named());
    }

    private static Map<String, Field> fields(JsonNode described) {
        Map<String, Field> fields = new LinkedHashMap<>();
        for (JsonNode field : described) {
            Map<String, String> arguments = new LinkedHashMap<>();
            field.path("args")
                    .forEach(argument -> arguments.put(argument.path("name").asText(), written(argument.path("type"))));
            String name = field.path("name").asText();
            fields.put(name, new Field(name, written(field.path("type")), arguments));
        }
        return fields;
    }

    private static String written(JsonNode type) {
        return switch (type.path("kind").asText()) {
            case "NON_NULL" -> written(type.path("ofType")) + "!";
            case "LIST" -> "[" + written(type.path("ofType")) + "]";
            default -> type.path("name").asText();
        };
    }
}
