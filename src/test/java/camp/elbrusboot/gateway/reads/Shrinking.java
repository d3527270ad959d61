package camp.elbrusboot.gateway.reads;

import camp.elbrusboot.gateway.reads.Selection.Argument;
import camp.elbrusboot.gateway.reads.Selection.Field;
import camp.elbrusboot.gateway.reads.Selection.Inline;
import camp.elbrusboot.gateway.reads.Selection.Passing;
import camp.elbrusboot.gateway.reads.Selection.Spread;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Takes away from a query that is answered wrongly whatever does not matter for that. */
final class Shrinking {
    private static final int MOST_ATTEMPTS = 400;

    private final Predicate<Operation> stillWrong;
    private int attempts;

    private Shrinking(Predicate<Operation> stillWrong) {
        this.stillWrong = stillWrong;
    }

    static Operation of(Operation wrong, Predicate<Operation> stillWrong) {
        return new Shrinking(stillWrong).shrunk(wrong);
    }

    private Operation shrunk(Operation wrong) {
        Operation plain = new Operation(inlined(wrong.selections(), wrong), Map.of());
        Operation best = stillWrong.test(plain) ? plain : wrong;
        boolean smaller = true;
        while (smaller && attempts < MOST_ATTEMPTS) {
            smaller = false;
            List<List<Selection>> variants = new ArrayList<>();
            variants(best.selections(), variants::add);
            for (List<Selection> variant : variants) {
                Operation candidate = new Operation(variant, best.fragments());
                if (++attempts < MOST_ATTEMPTS && stillWrong.test(candidate)) {
                    best = candidate;
                    smaller = true;
                    break;
                }
            }
        }
        return best;
    }

    private static List<Selection> inlined(List<Selection> selections, Operation operation) {
        List<Selection> all = new ArrayList<>();
        for (Selection selection : selections) {
            if (selection instanceof Field field) {
                all.add(field.with(inlined(field.selections(), operation)));
            } else if (selection instanceof Spread spread) {
                all.addAll(inlined(operation.fragments().get(spread.fragment()).selections(), operation));
            } else if (selection instanceof Inline inline) {
                List<Selection> below = inlined(inline.selections(), operation);
                if (inline.condition() == null) {
                    all.addAll(below);
                } else {
                    all.add(new Inline(inline.type(), below, inline.condition()));
                }
            }
        }
        return all;
    }

    private static void variants(List<Selection> selections, Consumer<List<Selection>> variant) {
        for (int i = 0; i < selections.size(); i++) {
            int place = i;
            if (selections.size() > 1) {
                List<Selection> fewer = new ArrayList<>(selections);
                fewer.remove(place);
                variant.accept(fewer);
            }
            Consumer<Selection> replaced = other -> {
                List<Selection> changed = new ArrayList<>(selections);
                changed.set(place, other);
                variant.accept(changed);
            };
            if (selections.get(i) instanceof Field field) {
                variants(field, replaced);
            } else if (selections.get(i) instanceof Inline inline) {
                variants(
                        inline.selections(),
                        below -> replaced.accept(new Inline(inline.type(), below, inline.condition())));
            }
        }
    }

    private static void variants(Field field, Consumer<Selection> variant) {
        if (field.condition() != null) {
            variant.accept(new Field(field.alias(), field.name(), field.arguments(), field.selections(), null));
        }
        field.arguments().forEach((name, argument) -> {
            if (!argument.type().endsWith("!")) {
                Map<String, Argument> fewer = new HashMap<>(field.arguments());
                fewer.remove(name);
                variant.accept(field.given(fewer));
            }
            if (argument.passing() != Passing.LITERAL) {
                variant.accept(field.given(with(field, name, argument.type(), argument.value())));
            }
            if (argument.value().isArray() && argument.value().size() > 1) {
                int half = argument.value().size() / 2;
                variant.accept(field.given(with(field, name, argument.type(), part(argument, 0, half))));
                variant.accept(field.given(with(
                        field,
                        name,
                        argument.type(),
                        part(argument, half, argument.value().size()))));
            }
        });
        variants(field.selections(), below -> variant.accept(field.with(below)));
    }

    private static ArrayNode part(Argument argument, int from, int to) {
        ArrayNode part = JsonNodeFactory.instance.arrayNode();
        for (int i = from; i < to; i++) {
            part.add(argument.value().get(i));
        }
        return part;
    }

    private static Map<String, Argument> with(Field field, String name, String type, JsonNode value) {
        Map<String, Argument> changed = new HashMap<>(field.arguments());
        changed.put(name, Argument.literal(type, value));
        return changed;
    }
}
