package io.github.vertxregistry.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

class RequiresDockerConditionTest {

    @Test
    void runsWhereDockerAnswersAndTheProgramsAreThere() {
        // Given
        var condition = new RequiresDockerCondition(() -> true, program -> true, true);

        // When
        ConditionEvaluationResult result = condition.decide(List.of("skopeo"));

        // Then
        assertThat(result.isDisabled()).isFalse();
    }

    @Test
    void skipsInWordsWhereDockerDoesNotAnswer() {
        // Given
        var condition = new RequiresDockerCondition(() -> false, program -> true, false);

        // When
        ConditionEvaluationResult result = condition.decide(List.of());

        // Then
        assertThat(result.isDisabled()).isTrue();
        assertThat(result.getReason()).contains("Docker does not answer: container tests are skipped");
    }

    @Test
    void skipsInWordsWhereAProgramIsMissing() {
        // Given
        var condition = new RequiresDockerCondition(() -> true, program -> false, false);

        // When
        ConditionEvaluationResult result = condition.decide(List.of("skopeo"));

        // Then
        assertThat(result.isDisabled()).isTrue();
        assertThat(result.getReason()).contains("skopeo is not on the PATH: container tests are skipped");
    }

    @Test
    void failsInsteadOfSkippingWhereDockerIsRequired() {
        // Given
        var condition = new RequiresDockerCondition(() -> false, program -> true, true);

        // When / Then
        assertThatThrownBy(() -> condition.decide(List.of()))
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessageContaining("Docker does not answer")
                .hasMessageContaining(RequiresDockerCondition.REQUIRE_VARIABLE);
    }
}
