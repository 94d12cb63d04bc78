package io.github.vertxregistry.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.vertx.core.eventbus.EventBus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureTest {
    private static final String BASE = "io.github.vertxregistry";
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(BASE);
    private static final JavaClasses TESTS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
            .importPackages(BASE);

    /** Each package and which of ours it may import; CONTRIBUTING has the same table in words. */
    private static final Map<String, Set<String>> MAY_IMPORT = Map.ofEntries(
            Map.entry("error", Set.of()),
            Map.entry("model", Set.of("error")),
            Map.entry("task", Set.of("error")),
            Map.entry("config", Set.of("model", "error")),
            Map.entry("message", Set.of("config", "model", "error")),
            Map.entry("http", Set.of("task", "config", "model", "error")),
            Map.entry("compress", Set.of("task", "config", "model", "error")),
            Map.entry("tar", Set.of("compress", "task", "config", "model", "error")),
            Map.entry("auth", Set.of("http", "task", "config", "model", "error")),
            Map.entry("flow", Set.of("task", "error")),
            Map.entry("registry", Set.of("auth", "flow", "http", "task", "config", "model", "error")),
            Map.entry(
                    "filesystem",
                    Set.of(
                            "blob",
                            "image",
                            "message",
                            "registry",
                            "tar",
                            "compress",
                            "task",
                            "config",
                            "model",
                            "error")),
            Map.entry("layout", Set.of("task", "model", "error")),
            Map.entry(
                    "blob",
                    Set.of("message", "registry", "flow", "layout", "compress", "task", "config", "model", "error")),
            Map.entry(
                    "image",
                    Set.of(
                            "blob",
                            "message",
                            "registry",
                            "flow",
                            "layout",
                            "compress",
                            "task",
                            "config",
                            "model",
                            "error")),
            Map.entry("bus", Set.of("message", "task", "config", "model", "error")),
            Map.entry(
                    "cluster",
                    Set.of(
                            "bus",
                            "image",
                            "registry",
                            "layout",
                            "http",
                            "message",
                            "task",
                            "config",
                            "model",
                            "error")),
            Map.entry(
                    "sync",
                    Set.of(
                            "cluster",
                            "image",
                            "blob",
                            "message",
                            "registry",
                            "flow",
                            "task",
                            "config",
                            "model",
                            "error")),
            Map.entry("client", Set.of("cluster", "bus", "message", "task", "config", "model", "error")),
            Map.entry("embedded", Set.of("config", "model", "error")),
            Map.entry(
                    "verticle",
                    Set.of(
                            "sync",
                            "cluster",
                            "bus",
                            "filesystem",
                            "image",
                            "blob",
                            "registry",
                            "tar",
                            "message",
                            "task",
                            "config",
                            "model",
                            "error")),
            Map.entry(
                    "cli",
                    Set.of("verticle", "embedded", "client", "bus", "auth", "message", "config", "model", "error")),
            Map.entry(
                    "examples",
                    Set.of("cli", "verticle", "embedded", "client", "bus", "message", "config", "model", "error")));

    static Set<String> packages() {
        return MAY_IMPORT.keySet();
    }

    @Test
    void judgesClassesThatAreThere() {
        assertThat(MAIN.size()).isGreaterThan(150);
        Set<String> seen = MAIN.stream()
                .map(type -> type.getPackageName().substring(BASE.length() + 1))
                .collect(Collectors.toSet());
        assertThat(seen).isEqualTo(MAY_IMPORT.keySet());
    }

    @ParameterizedTest
    @MethodSource("packages")
    void importsGoDownTheTableOnly(String name) {
        List<String> forbidden = new ArrayList<>();
        MAY_IMPORT.keySet().stream()
                .filter(other -> !other.equals(name) && !MAY_IMPORT.get(name).contains(other))
                .forEach(other -> forbidden.add(BASE + "." + other));
        if (forbidden.isEmpty()) {
            return;
        }
        noClasses()
                .that()
                .resideInAPackage(BASE + "." + name)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden.toArray(String[]::new))
                .check(MAIN);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching(BASE + ".(*)..").should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void onlyHttpSpeaksHttpAsAClient() {
        noClasses()
                .that()
                .resideOutsideOfPackages(BASE + ".http")
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.vertx.ext.web.client..")
                        .or(describe(
                                "an HTTP client", type -> type.getName().startsWith("io.vertx.core.http.HttpClient"))))
                .check(MAIN);
    }

    @Test
    void onlyTheEmbeddedRegistryNeedsTheOptionalRouter() {
        noClasses()
                .that()
                .resideOutsideOfPackage(BASE + ".embedded")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.vertx.ext.web")
                .check(MAIN);
    }

    @Test
    void onlyTheBusPackageTouchesTheEventBus() {
        Set<String> verbs = Set.of("consumer", "localConsumer", "request", "send", "publish", "sender", "publisher");
        noClasses()
                .that()
                .resideOutsideOfPackage(BASE + ".bus")
                .should()
                .callMethodWhere(describe(
                        "registers or sends on the event bus",
                        (JavaMethodCall call) ->
                                call.getTargetOwner().isAssignableTo(EventBus.class) && verbs.contains(call.getName())))
                .check(MAIN);
    }

    @Test
    void onlySomePackagesBlock() {
        ArchRule rule = noClasses()
                .that()
                .resideOutsideOfPackages(
                        BASE + ".tar",
                        BASE + ".compress",
                        BASE + ".filesystem",
                        BASE + ".layout",
                        BASE + ".embedded",
                        BASE + ".cli",
                        BASE + ".examples")
                .and()
                // Each of these works on worker threads only.
                .haveNameNotMatching(
                        ".*\\.(verticle\\.(AllowedFiles|SpoolFiles|RemoteTarBytes)|blob\\.(FileBytes|StreamInput|Unpacking)(\\$.*)?|image\\.Artifact(Files|Folder|Part)(\\$.*)?|cluster\\.LentFile(\\$.*)?)")
                .and()
                .haveNameNotMatching(
                        ".*\\.auth\\.(CredentialFile|CredentialFileWriter|CredentialSources|HelperProgram)(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .haveNameMatching(
                        "java\\.(nio\\.file\\.Files|nio\\.channels\\..*|io\\.(.*Stream|.*Reader|RandomAccessFile))");
        rule.check(MAIN);
    }

    @Test
    void theTarPackagesKnowNoVertxButItsValues() {
        noClasses()
                .that()
                .resideInAnyPackage(BASE + ".tar", BASE + ".compress", BASE + ".task")
                .should()
                .dependOnClassesThat()
                .haveNameMatching("io\\.vertx\\.core\\.(Vertx|Future|Promise|Context).*")
                .check(MAIN);
    }

    @Test
    void nothingUsesTheInternalsOfVertx() {
        noClasses()
                .that()
                // Measured, and said there.
                .haveNameNotMatching(".*\\.http\\.Blocks(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.vertx.core.impl..", "io.vertx.core.internal..", "io.vertx.ext.web.client.impl..")
                .check(MAIN);
    }

    @Test
    void onlyTheCommandLinePrints() {
        noClasses()
                .that()
                .resideOutsideOfPackages(BASE + ".cli", BASE + ".examples")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(MAIN);
    }

    @Test
    void namesSayWhatAThingIs() {
        classes()
                .should()
                .haveNameNotMatching(".*(Manager|Helper|Util|Utils|Impl)(\\$.*)?")
                .check(MAIN);
    }

    @Test
    void testsDoNotSleep() {
        noClasses().should().callMethod(Thread.class, "sleep", long.class).check(TESTS);
    }
}
