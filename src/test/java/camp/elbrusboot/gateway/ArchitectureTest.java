package camp.elbrusboot.gateway;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The rules of docs/ARCHITECTURE.md that a machine can check. */
class ArchitectureTest {
    private static final String ROOT = "camp.elbrusboot.gateway";

    /** Who may use whom. Every package that is not listed on the right is off limits. */
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            entry("crm", Set.of()),
            entry("web", Set.of()),
            entry("access", Set.of("crm")),
            entry("database", Set.of()),
            entry("budget", Set.of("crm")),
            entry("account", Set.of("crm", "web", "access", "database", "budget")),
            entry("amocrm", Set.of("crm", "account", "budget")),
            entry("eventlog", Set.of("crm", "database")),
            entry("feed", Set.of("crm", "eventlog")),
            entry("cache", Set.of("crm", "feed")),
            entry("webhook", Set.of("crm", "web", "account", "eventlog")),
            entry("api", Set.of("crm", "access", "feed", "account")),
            entry("transport", Set.of("crm", "web", "access")));

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    private static final JavaClasses ALL = new ClassFileImporter().importPackages(ROOT);

    @TestFactory
    Stream<DynamicTest> packagesUseOnlyWhatTheyMay() {
        return MAY_USE.entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
                    String[] banned = MAY_USE.keySet().stream()
                            .filter(other -> !other.equals(entry.getKey())
                                    && !entry.getValue().contains(other))
                            .map(other -> ROOT + "." + other + "..")
                            .toArray(String[]::new);
                    noClasses()
                            .that(resideInAPackage(ROOT + "." + entry.getKey() + ".."))
                            .should()
                            .dependOnClassesThat(resideInAnyPackage(banned).or(resideInAPackage(ROOT)))
                            .check(MAIN);
                }));
    }

    @Test
    void everyPackageIsListed() {
        assertThat(MAIN.stream()
                        .map(JavaClass::getPackageName)
                        .filter(name -> !name.equals(ROOT))
                        .map(name -> name.substring(ROOT.length() + 1).replaceAll("\\..*", "")))
                .isNotEmpty()
                .isSubsetOf(MAY_USE.keySet());
    }

    @Test
    void noPackageCycles() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void apiVersionsDoNotKnowEachOther() {
        noClasses()
                .that()
                .resideInAPackage("..amocrm.v2..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..amocrm.v4..")
                .allowEmptyShould(true)
                .check(MAIN);
        noClasses()
                .that()
                .resideInAPackage("..amocrm.v4..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..amocrm.v2..")
                .check(MAIN);
    }

    @Test
    void theCrmKernelKnowsNoFramework() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".crm..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + ".crm..",
                        "java..",
                        "org.jspecify.annotations..",
                        "org.eclipse.microprofile.graphql..",
                        "io.smallrye.mutiny..")
                .check(MAIN);
    }

    @Test
    void frameworkTypesStayWhereTheyBelong() {
        noClasses()
                .that(not(resideInAnyPackage(ROOT + ".amocrm..", ROOT + ".account..")))
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "org.eclipse.microprofile.rest.client..", "jakarta.ws.rs..", "io.quarkus.rest.."))
                .check(MAIN);
        noClasses()
                .that(not(resideInAPackage(ROOT + ".api..")))
                .should()
                .beAnnotatedWith("org.eclipse.microprofile.graphql.GraphQLApi")
                .check(MAIN);
        noClasses()
                .that(not(resideInAnyPackage(ROOT + ".account..", ROOT + ".eventlog..")))
                .should()
                .beAnnotatedWith("jakarta.persistence.Entity")
                .check(MAIN);
    }

    @Test
    void nobodyBlocksTheEventLoop() {
        noClasses()
                .should()
                .callMethodWhere(waiting("await", "io.smallrye.mutiny.Uni")
                        .or(waiting("get|join", "java.util.concurrent.Future"))
                        .or(waiting("join|sleep", "java.lang.Thread")))
                .check(MAIN);
    }

    private static DescribedPredicate<JavaCall<?>> waiting(String method, String type) {
        return target(nameMatching(method)).and(target(owner(describe(type, owner -> owner.isAssignableTo(type)))));
    }

    @Test
    void timeComesFromTheClock() {
        noClasses()
                .that(not(type("Wiring")))
                .should()
                .callMethodWhere(target(nameMatching("now|currentTimeMillis|nanoTime|systemUTC|systemDefaultZone"))
                        .and(target(owner(resideInAnyPackage("java.time..", "java.lang..")))))
                .check(MAIN);
    }

    @Test
    void settingsComeThroughMappings() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.eclipse.microprofile.config.inject.ConfigProperty")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.eclipse.microprofile.config.ConfigProvider")
                .check(MAIN);
    }

    @Test
    void injectionIsByConstructor() {
        fields().should().notBeAnnotatedWith("jakarta.inject.Inject").check(MAIN);
    }

    @Test
    void namesSayWhatThingsAre() {
        noClasses()
                .should()
                .haveSimpleNameEndingWith("Service")
                .orShould()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Impl")
                .orShould()
                .haveSimpleNameEndingWith("DTO")
                .check(ALL);
    }

    @Test
    void everyPackageIsNullMarked() {
        Stream.concat(MAIN.stream(), ALL.stream().filter(c -> c.getPackageName().endsWith("sandbox")))
                .map(JavaClass::getPackage)
                .distinct()
                .forEach(p -> assertThat(p.isAnnotatedWith(NullMarked.class))
                        .as(p.getName())
                        .isTrue());
    }

    @Test
    void theSandboxAndTheGatewayDoNotKnowEachOther() {
        noClasses()
                .that()
                .resideInAPackage("..sandbox..")
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + "..").and(not(resideInAPackage("..sandbox.."))))
                .check(ALL);
        noClasses()
                .that()
                .resideOutsideOfPackage("..sandbox..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..sandbox..")
                .check(ALL);
    }

    @Test
    void filesStayShort() throws IOException {
        for (String root : List.of("src/main/java", "src/sandbox/java")) {
            try (Stream<Path> files = Files.walk(Path.of(root))) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    assertThat(Files.readAllLines(file)).as("%s", file).hasSizeLessThanOrEqualTo(300);
                }
            }
        }
    }

    private static DescribedPredicate<JavaClass> type(String simpleName) {
        return describe(simpleName, type -> type.getSimpleName().equals(simpleName));
    }
}
