package io.github.vertxregistry.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.SyncRequest;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyncRuleTest {
    private static SyncRule rule(String... images) {
        return SyncRule.of(SyncRequest.of("a", "b", images));
    }

    @ParameterizedTest
    @CsvSource({
        "team/*, team/app, true",
        "team/*, team/app/deep, false",
        "team/*, team, false",
        "team/**, team/app/deep, true",
        "**, a/b/c, true",
        "*, a/b, false",
        "te?m/app, team/app, true",
        "te?m/app, te/m/app, false",
        "team/a.p, team/app, false",
        "regex:team/(app|web), team/web, true",
        "regex:team/(app|web), x/team/web, false",
    })
    void choosesRepositories(String pattern, String repository, boolean wanted) {
        // When
        boolean wants = rule(pattern).wants(repository);
        // Then
        assertThat(wants).isEqualTo(wanted);
    }

    @Test
    void choosesTagsOfTheirRepositoryAlone() {
        // When
        SyncRule rule = rule("team/app:v*", "team/web");
        // Then
        assertThat(rule.wants("team/app", "v1")).isTrue();
        assertThat(rule.wants("team/app", "1")).isFalse();
        assertThat(rule.wants("team/web", "1")).isTrue();
        assertThat(rule.named()).containsExactly("team/app", "team/web");
        assertThat(rule.describes()).isFalse();
    }

    @Test
    void namesBothWays() {
        // When
        SyncRule rule = SyncRule.of(SyncRequest.of("a", "b", "team/*").under("mirror"));
        // Then
        assertThat(rule.atTarget("team/app")).isEqualTo("mirror/team/app");
        assertThat(rule.atSource("mirror/team/app")).contains("team/app");
        assertThat(rule.atSource("team/app")).isEmpty();
        assertThat(rule.describes()).isTrue();
    }

    @Test
    void aPatternThatIsSlowForEachNameTakesTooLongForMany() {
        // Given
        SyncRule rule = rule("regex:a*a*a*a");
        String slow = "a".repeat(60) + "b";
        // When
        boolean first = rule.wants(slow);
        RegistryException failure = catchThrowableOfType(
                RegistryException.class, () -> IntStream.range(0, 1_000).forEach(i -> rule.wants(slow)));
        // Then
        assertThat(first).isFalse();
        assertThat(failure).hasMessageContaining("takes too long").hasMessageContaining("images");
    }

    @Test
    void aPatternOfTheUsualKindTakesAsManyNamesAsThereAre() {
        // Given
        SyncRule rule = rule("team/**-app:regex:(release|v)-?[0-9]+(\\.[0-9]+)*(-[a-z0-9.]+)?");
        // When
        long wanted = IntStream.range(0, 50_000)
                .filter(i -> rule.wants("team/some-where/long-enough-" + i + "-app", "v-1.22." + i + "-rc.1"))
                .count();
        // Then
        assertThat(wanted).isEqualTo(50_000);
    }

    @Test
    void refusesANameThatIsNone() {
        // When
        RegistryException failure = catchThrowableOfType(RegistryException.class, () -> rule("Team/App"));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.NAME_INVALID);
    }

    @Test
    void partsImagesIntoFewSteps() {
        // Given
        List<Tagged> few = tags(20);
        List<Tagged> many = tags(1_000);
        // When
        List<Step> steps = Step.of(many);
        // Then
        assertThat(Step.of(few)).hasSize(20);
        assertThat(steps).hasSize(100);
        assertThat(steps.stream().flatMap(step -> step.images().stream())).containsExactlyElementsOf(many);
    }

    private static List<Tagged> tags(int count) {
        return IntStream.range(0, count).mapToObj(i -> new Tagged("a", "" + i)).toList();
    }
}
