package io.github.vertxregistry.auth;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.http.Location;
import io.github.vertxregistry.model.Origin;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TokensTest {
    private static final Origin REGISTRY = Origin.of("https://registry.example.org");
    private static final Identity CI = new Identity(Credentials.of("ci", "1"), "here");

    private final AtomicLong nowNs = new AtomicLong();
    private final List<TokenRequest> asked = new ArrayList<>();
    private final Queue<Promise<Token>> answers = new ArrayDeque<>();
    private final Tokens tokens = new Tokens(this::ask, nowNs::get);

    private Future<Token> ask(TokenRequest request) {
        asked.add(request);
        Promise<Token> answer = Promise.promise();
        answers.add(answer);
        return answer.future();
    }

    private static TokenRequest request(Identity identity, String... scopes) {
        Location realm = new Location(Origin.of("https://auth.example.org"), "/token");
        return new TokenRequest(REGISTRY, realm, "s", identity, ScopeSet.of(List.of(scopes)));
    }

    private Token given(TokenRequest request, String value, long untilNs) {
        Future<Token> got = tokens.get(request);
        answers.remove().complete(new Token(value, null, request.scopes(), untilNs));
        return await(got);
    }

    @Test
    void whoAsksWhileOneIsOnItsWayWaitsForThatOne() {
        // Given
        TokenRequest pull = request(CI, "repository:a:pull");
        List<Future<Token>> waiting = List.of(tokens.get(pull), tokens.get(pull), tokens.get(pull));
        // When
        answers.remove().complete(new Token("t", null, pull.scopes(), 10));
        // Then
        assertThat(asked).hasSize(1);
        assertThat(waiting).allSatisfy(got -> assertThat(await(got).value()).isEqualTo("t"));
    }

    @Test
    void isGotAnewWhenItIsTime() {
        // Given
        TokenRequest pull = request(CI, "repository:a:pull");
        given(pull, "first", 10);
        nowNs.set(10);
        // When
        Token second = given(pull, "second", 20);
        // Then
        assertThat(second.value()).isEqualTo("second");
        assertThat(await(tokens.get(pull)).value()).isEqualTo("second");
    }

    @Test
    void identitiesDoNotShareTokens() {
        // Given
        given(request(CI, "repository:a:pull"), "of ci", 10);
        // When
        Token other = given(request(Identity.anonymous("nowhere"), "repository:a:pull"), "of nobody", 10);
        Token third = given(
                request(new Identity(Credentials.of("ci", "2"), "here"), "repository:a:pull"), "of the other ci", 10);
        // Then
        assertThat(other.value()).isEqualTo("of nobody");
        assertThat(third.value()).isEqualTo("of the other ci");
    }

    @Test
    void aFailureIsNotKept() {
        // Given
        TokenRequest pull = request(CI, "repository:a:pull");
        Future<Token> failed = tokens.get(pull);
        answers.remove().fail("out of order");
        // When
        Token second = given(pull, "second", 10);
        // Then
        assertThat(failed.failed()).isTrue();
        assertThat(second.value()).isEqualTo("second");
    }

    @Test
    void oneThatWasRefusedIsNotGivenAgainAndANewOneIsNotThrownAwayForTheOld() {
        // Given
        TokenRequest push = request(CI, "repository:a:pull,push");
        given(push, "old", 10);
        boolean again = tokens.refused(push, "old");
        given(push, "new", 10);
        // When
        boolean late = tokens.refused(push, "old");
        // Then
        assertThat(again).isTrue();
        assertThat(late).isTrue();
        assertThat(await(tokens.get(push)).value()).isEqualTo("new");
        assertThat(asked).hasSize(2);
    }

    @Test
    void oneWithoutAllScopesIsNotTriedAgainAndAgain() {
        // Given
        TokenRequest mount = request(CI, "repository:a:pull,push", "repository:b:pull");
        Future<Token> got = tokens.get(mount);
        answers.remove().complete(new Token("narrow", null, mount.scopes().withoutSources(), 10));
        await(got);
        // When
        boolean again = tokens.refused(mount, "narrow");
        // Then
        assertThat(again).isFalse();
        assertThat(await(tokens.get(mount)).value()).isEqualTo("narrow");
        assertThat(asked).hasSize(1);
    }

    @Test
    void keepsAThousandAndNoMore() {
        // Given
        for (int i = 0; i < 1_500; i++) {
            given(request(CI, "repository:r" + i + ":pull"), "t" + i, 1_000_000 + i);
        }
        int before = asked.size();
        // When
        await(tokens.get(request(CI, "repository:r1499:pull")));
        Future<Token> oldest = tokens.get(request(CI, "repository:r0:pull"));
        // Then
        assertThat(asked).hasSize(before + 1);
        assertThat(oldest.isComplete()).isFalse();
    }
}
