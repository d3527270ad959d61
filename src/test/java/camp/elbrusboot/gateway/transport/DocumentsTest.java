package camp.elbrusboot.gateway.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import camp.elbrusboot.gateway.crm.CrmErrorCode;
import camp.elbrusboot.gateway.crm.CrmException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which document a request means. */
class DocumentsTest {
    private static final String DOCUMENT = "{ pipelines { id } }";

    @TempDir
    private Path directory;

    private record Settings(int persisted, Optional<Path> trustedDocuments) implements RequestsConfig {
        @Override
        public Optional<List<String>> origins() {
            return Optional.empty();
        }

        @Override
        public int maxBody() {
            return 100_000;
        }

        @Override
        public Duration maxWait() {
            return Duration.ofSeconds(10);
        }
    }

    private static Documents documents(int persisted, Optional<Path> trusted) {
        return new Documents(new Settings(persisted, trusted), new SimpleMeterRegistry());
    }

    private Documents trusting(String manifest) throws IOException {
        Path file = Files.writeString(directory.resolve("documents.json"), manifest);
        return documents(1_000, Optional.of(file));
    }

    private static Request request(String parameters) {
        return Request.of(
                Json.PROVIDER.createReader(new StringReader(parameters)).readObject());
    }

    private static String persisted(String hash) {
        return "\"extensions\":{\"persistedQuery\":{\"version\":1,\"sha256Hash\":\"" + hash + "\"}}";
    }

    private static void assertRefused(Documents documents, String parameters, CrmErrorCode code) {
        assertThatThrownBy(() -> documents.of(request(parameters)))
                .isInstanceOfSatisfying(CrmException.class, refusal -> assertThat(refusal.code())
                        .isEqualTo(code));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"pipes\":\"" + DOCUMENT + "\"}",
                "{\"format\":\"apollo-persisted-query-manifest\",\"version\":1,\"operations\":[{\"id\":\"pipes\",\"name\":\"A\","
                        + "\"type\":\"query\",\"body\":\"" + DOCUMENT + "\"}]}",
            })
    void runsNothingButWhatIsTrusted(String manifest) throws IOException {
        Documents documents = trusting(manifest);
        String hash = Documents.sha256(DOCUMENT);

        for (String parameters : new String[] {
            "{\"documentId\":\"pipes\"}",
            "{" + persisted(hash) + "}",
            "{\"query\":\"" + DOCUMENT + "\"}",
            "{\"query\":\"" + DOCUMENT + "\"," + persisted(hash) + "}",
        }) {
            assertThat(documents.of(request(parameters))).isEqualTo(DOCUMENT);
        }
        for (String parameters : new String[] {
            "{\"documentId\":\"other\"}",
            "{" + persisted(Documents.sha256("{ __typename }")) + "}",
            "{\"query\":\"{ __typename }\"}",
            "{\"query\":\"{ __typename }\",\"documentId\":\"pipes\"}",
            "{\"query\":\"{ __typename }\"," + persisted(hash) + "}",
        }) {
            assertRefused(documents, parameters, CrmErrorCode.UNTRUSTED_DOCUMENT);
        }
        Request stranger =
                request("{\"query\":\"{ __typename }\"," + persisted(Documents.sha256("{ __typename }")) + "}");
        documents.learn(stranger);
        assertRefused(
                documents, "{" + persisted(Documents.sha256("{ __typename }")) + "}", CrmErrorCode.UNTRUSTED_DOCUMENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "{\"operations\":[]}", "{\"a\":1}", "no JSON"})
    void doesNotStartWithAManifestThatIsNone(String manifest) {
        assertThatThrownBy(() -> trusting(manifest))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("documents.json");
    }

    @Test
    void doesNotStartWithoutTheManifest() {
        assertThatThrownBy(() -> documents(1_000, Optional.of(Path.of("no", "such", "file"))))
                .hasMessageContaining("such");
    }

    @Test
    void forgetsPersistedQueriesForWantOfRoom() {
        Documents documents = documents(1_000, Optional.empty());
        IntStream.range(0, 1_000).forEach(i -> {
            String query = "{ a" + i + ": __typename }";
            documents.learn(request("{\"query\":\"" + query + "\"," + persisted(Documents.sha256(query)) + "}"));
        });
        long known = IntStream.range(0, 1_000)
                .filter(i -> {
                    try {
                        return !documents
                                .of(request("{" + persisted(Documents.sha256("{ a" + i + ": __typename }")) + "}"))
                                .isEmpty();
                    } catch (CrmException forgotten) {
                        return false;
                    }
                })
                .count();
        // Caffeine tidies up behind its callers.
        assertThat(known).isLessThan(100);
    }
}
