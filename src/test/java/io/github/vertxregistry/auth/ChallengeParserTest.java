package io.github.vertxregistry.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ChallengeParserTest {
    private static final String NAME = "abcdefghijklmnopqrstuvwxyz_-";
    private static final String VALUE = "abcXYZ019 ,;=:/?&%\"\\'<>{}@~_-.äé";

    static Stream<Arguments> rows() {
        return Stream.of(
                row("Bearer realm=\"https://a.example/t\",service=\"s\"", bearer("https://a.example/t", "s", null)),
                row("bearer REALM=\"https://a/t\" , Service=\"s\"", bearer("https://a/t", "s", null)),
                row("BEARER service=\"s\",realm=\"https://a/t\"", bearer("https://a/t", "s", null)),
                row(
                        "Bearer realm=\"https://a/t\",service=\"s\",scope=\"repository:x:pull,push\"",
                        bearer("https://a/t", "s", "repository:x:pull,push")),
                row(
                        "Bearer realm=\"https://a/t\",scope=\"repository:x:pull,push repository:y:pull\",service=\"s\"",
                        bearer("https://a/t", "s", "repository:x:pull,push repository:y:pull")),
                row(
                        "Bearer realm=https://a/t,service=s,scope=repository:x:pull,push",
                        bearer("https://a/t", "s", "repository:x:pull,push")),
                row(
                        "Bearer scope=repository:x:pull,push,delete,service=s,realm=https://a/t",
                        bearer("https://a/t", "s", "repository:x:pull,push,delete")),
                row("Bearer realm='https://a/t',service='s'", bearer("https://a/t", "s", null)),
                row("Bearer realm = \"https://a/t\" ,\tservice\t=\t\"s\"", bearer("https://a/t", "s", null)),
                row("Bearer realm=\"https://a/t\" service=\"s\"", bearer("https://a/t", "s", null)),
                row("Bearer realm=\"https://a/t\";service=\"s\"", bearer("https://a/t", "s", null)),
                row(",, Bearer ,realm=\"https://a/t\",,service=\"s\",", bearer("https://a/t", "s", null)),
                row("Bearer realm=\"https://a/t?x=1,2\"", bearer("https://a/t?x=1,2", null, null)),
                row("Bearer realm=\"https://a/\\\"t\\\\\"", bearer("https://a/\"t\\", null, null)),
                row("Bearer realm=\"https://a/t", bearer("https://a/t", null, null)),
                row("Bearer realm=\"https://a/t\",realm=\"https://evil/t\"", bearer("https://a/t", null, null)),
                row("Bearer", new Challenge("bearer", Map.of())),
                row("Bearer realm=\"\"", new Challenge("bearer", Map.of("realm", ""))),
                row("Bearer realm=", new Challenge("bearer", Map.of())),
                row("Basic", new Challenge("basic", Map.of())),
                row("Basic realm=\"Registry, the \\\"big\\\" one\"", basic("Registry, the \"big\" one")),
                row("Basic realm=\"r\", charset=\"UTF-8\"", charset()),
                row("Basic realm=\"r\", Bearer realm=\"https://a/t\"", basic("r"), bearer("https://a/t", null, null)),
                row("Bearer realm=\"https://a/t\", Basic realm=\"r\"", bearer("https://a/t", null, null), basic("r")),
                row("Basic realm=\"r\" Bearer realm=\"https://a/t\"", basic("r"), bearer("https://a/t", null, null)),
                row("Basic, Bearer realm=\"https://a/t\"", plain("basic"), bearer("https://a/t", null, null)),
                row("Basic Bearer realm=\"https://a/t\"", plain("basic"), bearer("https://a/t", null, null)),
                row("Negotiate, Basic realm=\"r\"", plain("negotiate"), basic("r")),
                row("Negotiate YWJj/+==, Basic realm=\"r\"", plain("negotiate"), basic("r")),
                row("Negotiate YWJj , Basic realm=\"r\"", plain("negotiate"), basic("r")),
                row("NTLM TlRMTVNTUAAC=", plain("ntlm")),
                row("realm=\"https://a/t\"", new Challenge[0]),
                row("\"Bearer\" realm=\"x\"", new Challenge[0]),
                row("", new Challenge[0]),
                row(" \t, ,", new Challenge[0]),
                row("\u0000\u0001\u007f", new Challenge[0]));
    }

    private static Arguments row(String header, Challenge... challenges) {
        return Arguments.of(header, List.of(challenges));
    }

    private static Challenge plain(String scheme) {
        return new Challenge(scheme, Map.of());
    }

    private static Challenge basic(String realm) {
        return new Challenge("basic", Map.of("realm", realm));
    }

    private static Challenge charset() {
        return new Challenge("basic", Map.of("realm", "r", "charset", "UTF-8"));
    }

    private static Challenge bearer(String realm, String service, String scope) {
        Map<String, String> parameters = new LinkedHashMap<>(Map.of("realm", realm));
        if (service != null) {
            parameters.put("service", service);
        }
        if (scope != null) {
            parameters.put("scope", scope);
        }
        return new Challenge("bearer", parameters);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void readsWhatRegistriesSend(String header, List<Challenge> expected) {
        // When
        List<Challenge> challenges = ChallengeParser.parse(List.of(header));
        // Then
        assertThat(challenges).isEqualTo(expected);
    }

    @Test
    void readsSeveralHeadersInTheirOrder() {
        // When
        List<Challenge> challenges =
                ChallengeParser.parse(List.of("Basic realm=\"r\"", "Bearer realm=\"https://a/t\",service=\"s\""));
        // Then
        assertThat(challenges).containsExactly(basic("r"), bearer("https://a/t", "s", null));
    }

    @Test
    void answersABearerBeforeABasicAndPassesOverOneWithoutRealm() {
        assertThat(best("Basic realm=\"r\", Bearer realm=\"https://a/t\"")).contains(bearer("https://a/t", null, null));
        assertThat(best("Bearer service=\"s\", Basic realm=\"r\"")).contains(basic("r"));
        assertThat(best("Bearer service=\"s\"")).isEmpty();
        assertThat(best("Negotiate")).isEmpty();
    }

    private static java.util.Optional<Challenge> best(String header) {
        return Challenge.best(ChallengeParser.parse(List.of(header)));
    }

    /** What is written as the RFC says is read as it was meant, whatever the order, the case, the blanks and the marks. */
    @Test
    void readsBackWhateverIsWrittenByTheRules() {
        Random random = new Random(20261124);
        for (int run = 0; run < 5_000; run++) {
            // Given
            List<Challenge> meant = new ArrayList<>();
            List<String> headers = new ArrayList<>();
            for (int header = 0; header < 1 + random.nextInt(3); header++) {
                List<Challenge> some = IntStream.range(0, 1 + random.nextInt(3))
                        .mapToObj(i -> challenge(random))
                        .toList();
                meant.addAll(some);
                headers.add(String.join(
                        blanks(random) + "," + blanks(random),
                        some.stream().map(challenge -> write(challenge, random)).toList()));
            }
            // When
            List<Challenge> read = ChallengeParser.parse(headers);
            // Then
            assertThat(read).as("%s", headers).isEqualTo(meant);
        }
    }

    @Test
    void neverFailsAndNeverHangs() {
        Random random = new Random(42);
        String alphabet = "Bearer=\"\\, \trealm,Basic;'\u0000é=/:";
        for (int run = 0; run < 20_000; run++) {
            // Given
            StringBuilder text = new StringBuilder();
            random.ints(random.nextInt(60), 0, alphabet.length()).forEach(i -> text.append(alphabet.charAt(i)));
            // When
            List<Challenge> challenges = ChallengeParser.parse(List.of(text.toString()));
            // Then
            assertThat(challenges).hasSizeLessThanOrEqualTo(16);
        }
    }

    @Test
    void boundsWhatAHostileRegistrySends() {
        // Given
        List<String> tooLong = List.of("Bearer realm=\"" + "a".repeat(20_000) + "\"");
        List<String> tooMany = Collections.nCopies(100, "Basic realm=\"r\",".repeat(100));
        String parameters = "Bearer "
                + String.join(
                        ",",
                        IntStream.range(0, 1_000)
                                .mapToObj(i -> "p" + i + "=\"v\"")
                                .toList());
        // When / Then
        assertThat(ChallengeParser.parse(tooLong)).isEmpty();
        assertThat(ChallengeParser.parse(tooMany)).hasSize(16);
        assertThat(ChallengeParser.parse(List.of(parameters)).get(0).parameters())
                .hasSize(32);
    }

    private static Challenge challenge(Random random) {
        Map<String, String> parameters = new LinkedHashMap<>();
        IntStream.range(0, 1 + random.nextInt(4))
                .forEach(i -> parameters.put(
                        text(NAME, 1 + random.nextInt(8), random), text(VALUE, random.nextInt(40), random)));
        return new Challenge(text(NAME, 1 + random.nextInt(8), random), parameters);
    }

    private static String text(String alphabet, int length, Random random) {
        StringBuilder text = new StringBuilder();
        random.ints(length, 0, alphabet.length()).forEach(i -> text.append(alphabet.charAt(i)));
        return text.toString();
    }

    private static String write(Challenge challenge, Random random) {
        List<String> parameters = new ArrayList<>();
        challenge
                .parameters()
                .forEach((name, value) -> parameters.add(mixed(name, random) + blanks(random) + "=" + blanks(random)
                        + "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\""));
        Collections.shuffle(parameters, random);
        return mixed(challenge.scheme(), random) + " " + String.join(blanks(random) + "," + blanks(random), parameters);
    }

    private static String mixed(String text, Random random) {
        return random.nextBoolean() ? text : text.toUpperCase(java.util.Locale.ROOT);
    }

    private static String blanks(Random random) {
        return " ".repeat(random.nextInt(3)) + (random.nextInt(8) == 0 ? "\t" : "");
    }
}
