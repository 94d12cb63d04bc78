package io.github.vertxregistry.testkit;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;

/** Decides for {@link RequiresDocker}; asks Docker once per JVM, since a "no" may take minutes. */
final class RequiresDockerCondition implements ExecutionCondition {
    static final String REQUIRE_VARIABLE = "VERTX_REGISTRY_REQUIRE_DOCKER";

    private final BooleanSupplier dockerAnswers;
    private final Predicate<String> isOnPath;
    private final boolean required;

    RequiresDockerCondition() {
        this(
                () -> Docker.ANSWERS,
                RequiresDockerCondition::isOnPath,
                Boolean.parseBoolean(System.getenv(REQUIRE_VARIABLE)));
    }

    RequiresDockerCondition(BooleanSupplier dockerAnswers, Predicate<String> isOnPath, boolean required) {
        this.dockerAnswers = dockerAnswers;
        this.isOnPath = isOnPath;
        this.required = required;
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return context.getElement()
                .flatMap(element -> AnnotationSupport.findAnnotation(element, RequiresDocker.class))
                .map(annotation -> decide(List.of(annotation.with())))
                .orElseGet(() -> ConditionEvaluationResult.enabled("asks for no Docker"));
    }

    ConditionEvaluationResult decide(List<String> programs) {
        Optional<String> missing = missing(programs);
        if (missing.isEmpty()) {
            return ConditionEvaluationResult.enabled("Docker answers");
        }
        if (required) {
            throw new ExtensionConfigurationException(
                    missing.get() + ", and " + REQUIRE_VARIABLE + "=true forbids to skip container tests");
        }
        return ConditionEvaluationResult.disabled(missing.get() + ": container tests are skipped");
    }

    private Optional<String> missing(List<String> programs) {
        if (!dockerAnswers.getAsBoolean()) {
            return Optional.of("Docker does not answer");
        }
        return programs.stream().filter(isOnPath.negate()).findFirst().map(program -> program + " is not on the PATH");
    }

    /** Testcontainers throws where it finds an engine but not the way to it, for example inside a container. */
    private static boolean askDocker() {
        try {
            return DockerClientFactory.instance().isDockerAvailable();
        } catch (RuntimeException unusable) {
            LoggerFactory.getLogger(RequiresDockerCondition.class)
                    .warn("Docker cannot be used; inside a container try TESTCONTAINERS_HOST_OVERRIDE", unusable);
            return false;
        }
    }

    private static boolean isOnPath(String program) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Arrays.stream(path.split(File.pathSeparator))
                .map(folder -> Path.of(folder, program))
                .anyMatch(Files::isExecutable);
    }

    private static final class Docker {
        static final boolean ANSWERS = askDocker();
    }
}
