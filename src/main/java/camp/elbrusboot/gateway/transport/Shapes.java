package camp.elbrusboot.gateway.transport;

import camp.elbrusboot.gateway.crm.CrmErrorCode;
import camp.elbrusboot.gateway.crm.CrmException;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import graphql.language.Document;
import graphql.language.OperationDefinition;
import graphql.parser.Parser;
import graphql.parser.ParserEnvironment;
import graphql.parser.ParserOptions;
import graphql.parser.exceptions.ParseCancelledException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What documents are before anything looks closer at them: parsed, and within the limits. To validate a document can cost the
 * square of its size, and SmallRye keeps what it has validated.
 */
@ApplicationScoped
class Shapes {
    /** Characters of all documents that are known to be within the limits. */
    private static final int ROOM = 4_000_000;

    private final LimitsConfig config;
    private final MeterRegistry meters;
    private final ParserOptions options;
    private final Cache<String, Shape> known;

    Shapes(LimitsConfig config, MeterRegistry meters) {
        this.config = config;
        this.meters = meters;
        this.options = ParserOptions.newParserOptions()
                .maxTokens(config.tokens())
                .captureIgnoredChars(false)
                .captureLineComments(false)
                .build();
        this.known = CaffeineCacheMetrics.monitor(
                meters,
                Caffeine.newBuilder()
                        .<String, Shape>weigher((document, shape) -> document.length())
                        .maximumWeight(ROOM)
                        .recordStats()
                        .build(),
                "documents");
    }

    enum Kind {
        QUERY,
        MUTATION,
        SUBSCRIPTION
    }

    /** The operations of a document; the one without a name under "". */
    record Shape(Map<String, Kind> operations) {
        /** Of the operation that is to be run; null where it cannot be told which that is. */
        @Nullable
        Kind kind(@Nullable String name) {
            if (name == null || name.isEmpty()) {
                return operations.size() == 1 ? operations.values().iterator().next() : null;
            }
            return operations.get(name);
        }
    }

    /** Fails as QUERY_TOO_EXPENSIVE, or with graphql-java's exception for what is no document. */
    Shape of(String document) {
        Shape shape = known.getIfPresent(document);
        if (shape == null) {
            shape = measured(document);
            known.put(document, shape);
        }
        return shape;
    }

    private Shape measured(String text) {
        Document document;
        try {
            document = new Parser()
                    .parseDocument(ParserEnvironment.newParserEnvironment()
                            .document(text)
                            .parserOptions(options)
                            .build());
        } catch (ParseCancelledException tooLarge) {
            throw refused("tokens", config.tokens());
        }
        Size size = Size.of(document);
        check("depth", size.depth(), config.depth());
        check("fields", size.fields(), config.fields());
        check("root fields", size.roots(), config.roots());
        check("aliases", size.aliases(), config.aliases());
        check("directives", size.directives(), config.directives());

        List<OperationDefinition> operations = document.getDefinitionsOfType(OperationDefinition.class);
        Map<String, Kind> kinds = new HashMap<>();
        operations.forEach(operation -> kinds.put(
                operation.getName() == null ? "" : operation.getName(),
                Kind.valueOf(operation.getOperation().name())));
        return new Shape(kinds);
    }

    private void check(String what, long is, int most) {
        if (is > most) {
            throw refused(what, most);
        }
    }

    private CrmException refused(String what, int most) {
        meters.counter("gateway.limits.refused", "limit", what.replace(' ', '.'))
                .increment();
        return new CrmException(
                CrmErrorCode.QUERY_TOO_EXPENSIVE, "the document has more " + what + " than allowed, " + most);
    }
}
