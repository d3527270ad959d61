package camp.elbrusboot.gateway.transport;

import camp.elbrusboot.gateway.crm.CrmErrorCode;
import camp.elbrusboot.gateway.crm.CrmException;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Finds the document of a request: sent with it, persisted before (Apollo's automatic persisted queries), or one of those that
 * the operator trusts. The manifest is read at the start.
 */
@ApplicationScoped
class Documents {
    /** After the check of the settings. */
    private static final int LATE = Interceptor.Priority.LIBRARY_AFTER;

    private static final Logger LOG = Logger.getLogger(Documents.class);

    private final Cache<String, String> persisted;
    private final @Nullable Map<String, String> trusted;
    private final MeterRegistry meters;

    Documents(RequestsConfig config, MeterRegistry meters) {
        this.meters = meters;
        this.trusted = config.trustedDocuments().map(Manifest::read).orElse(null);
        this.persisted = CaffeineCacheMetrics.monitor(
                meters,
                Caffeine.newBuilder()
                        .<String, String>weigher((hash, document) -> hash.length() + document.length())
                        .maximumWeight(config.persisted())
                        .recordStats()
                        .build(),
                "persisted");
    }

    /** To look at a file is nothing for the event loop of the first request. */
    void begin(@Observes @Priority(LATE) StartupEvent start) {
        if (trusted != null) {
            LOG.infof(
                    "Nothing runs here but %d trusted documents",
                    trusted.values().stream().distinct().count());
        }
    }

    /** Fails as PERSISTED_QUERY_NOT_FOUND, UNTRUSTED_DOCUMENT or BAD_REQUEST. */
    String of(Request request) {
        return trusted == null ? ofAny(request) : ofTrusted(request, trusted);
    }

    private String ofAny(Request request) {
        if (request.documentId() != null) {
            throw Request.bad("\"documentId\" means a trusted document, and this gateway has none");
        }
        String query = request.query();
        String hash = request.hash();
        if (query == null) {
            String known = hash == null ? null : persisted.getIfPresent(hash.toLowerCase(Locale.ROOT));
            if (known == null) {
                throw new CrmException(
                        CrmErrorCode.PERSISTED_QUERY_NOT_FOUND, "no query with this hash is known here; send it along");
            }
            return known;
        }
        if (hash != null && !hash.equalsIgnoreCase(sha256(query))) {
            throw Request.bad("\"sha256Hash\" is not the hash of \"query\"");
        }
        return query;
    }

    private String ofTrusted(Request request, Map<String, String> documents) {
        String query = request.query();
        String id = request.documentId() != null ? request.documentId() : request.hash();
        if (id == null && query != null) {
            id = sha256(query);
        }
        String document = documents.get(id);
        if (document == null || (query != null && !query.equals(document))) {
            meters.counter("gateway.documents.untrusted").increment();
            throw new CrmException(
                    CrmErrorCode.UNTRUSTED_DOCUMENT, "only documents that were registered before run here");
        }
        return document;
    }

    /** Remembers a persisted query, once it has turned out to be a document. */
    void learn(Request request) {
        if (trusted == null && request.hash() != null && request.query() != null) {
            persisted.put(request.hash().toLowerCase(Locale.ROOT), request.query());
        }
    }

    /** Hexadecimal. */
    static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
