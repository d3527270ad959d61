package camp.elbrusboot.gateway.transport;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import graphql.ExecutionResult;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Execution results as text. One that many subscribers get is written once. */
@ApplicationScoped
class Answers {
    private static final Duration LASTS = Duration.ofSeconds(1);

    /** Those of the same moment. */
    private static final int MOST = 4_000;

    /** By identity: two results are never compared. */
    private final Cache<ExecutionResult, String> texts = Caffeine.newBuilder()
            .weakKeys()
            .expireAfterWrite(LASTS)
            .maximumSize(MOST)
            .build();

    String text(ExecutionResult result) {
        return texts.get(result, Replies::text);
    }
}
