package camp.elbrusboot.gateway.transport;

import graphql.language.Directive;
import graphql.language.DirectivesContainer;
import graphql.language.Document;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.OperationDefinition;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How large the operations of a document are when all fragments are spread; of several operations the sum, of the depth the
 * most. Each fragment is measured once, so a bomb of fragments costs no more than its text.
 */
record Size(long depth, long fields, long roots, long aliases, long directives) {
    private static final Size NOTHING = new Size(0, 0, 0, 0, 0);

    /** Beyond this nothing is allowed anyway; sums of so many do not overflow. */
    private static final long ENDLESS = 1L << 40;

    static Size of(Document document) {
        Map<String, FragmentDefinition> fragments = document.getDefinitionsOfType(FragmentDefinition.class).stream()
                .collect(Collectors.toMap(FragmentDefinition::getName, Function.identity(), (one, other) -> one));
        Measure measure = new Measure(fragments);
        Size all = NOTHING;
        for (OperationDefinition operation : document.getDefinitionsOfType(OperationDefinition.class)) {
            all = all.and(measure.of(operation.getSelectionSet())).and(directives(operation));
        }
        // One that nothing spreads is validated all the same.
        for (FragmentDefinition fragment : fragments.values()) {
            Size unused = measure.of(fragment);
            all = new Size(
                    Math.max(all.depth, unused.depth),
                    Math.max(all.fields, unused.fields),
                    all.roots,
                    Math.max(all.aliases, unused.aliases),
                    Math.max(all.directives, unused.directives));
        }
        return all;
    }

    private Size and(Size other) {
        return new Size(
                Math.max(depth, other.depth),
                Math.min(ENDLESS, fields + other.fields),
                Math.min(ENDLESS, roots + other.roots),
                Math.min(ENDLESS, aliases + other.aliases),
                Math.min(ENDLESS, directives + other.directives));
    }

    private static Size directives(DirectivesContainer<?> node) {
        long count = 0;
        for (Directive ignored : node.getDirectives()) {
            count++;
        }
        return new Size(0, 0, 0, 0, count);
    }

    /** Of one document. */
    private static final class Measure {
        private final Map<String, FragmentDefinition> fragments;
        private final Map<String, Size> measured = new HashMap<>();
        private final Set<String> open = new HashSet<>();

        Measure(Map<String, FragmentDefinition> fragments) {
            this.fragments = fragments;
        }

        Size of(@Nullable SelectionSet selections) {
            Size size = NOTHING;
            if (selections != null) {
                for (Selection<?> selection : selections.getSelections()) {
                    size = size.and(of(selection));
                }
            }
            return size;
        }

        private Size of(Selection<?> selection) {
            if (selection instanceof Field field) {
                Size within = of(field.getSelectionSet());
                return new Size(
                                within.depth + 1,
                                within.fields + 1,
                                1,
                                within.aliases + (field.getAlias() == null ? 0 : 1),
                                within.directives)
                        .and(directives(field));
            }
            if (selection instanceof InlineFragment fragment) {
                return of(fragment.getSelectionSet()).and(directives(fragment));
            }
            FragmentSpread spread = (FragmentSpread) selection;
            FragmentDefinition fragment = fragments.get(spread.getName());
            return (fragment == null ? NOTHING : of(fragment)).and(directives(spread));
        }

        /** One that spreads itself is for the validation to refuse. */
        Size of(FragmentDefinition fragment) {
            Size known = measured.get(fragment.getName());
            if (known != null) {
                return known;
            }
            if (!open.add(fragment.getName())) {
                return NOTHING;
            }
            Size size = of(fragment.getSelectionSet()).and(directives(fragment));
            open.remove(fragment.getName());
            measured.put(fragment.getName(), size);
            return size;
        }
    }
}
