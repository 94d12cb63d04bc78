package io.github.vertxregistry.auth;

import io.github.vertxregistry.http.HttpAnswer;
import java.util.stream.Stream;

/** Takes what a server echoes of our secrets out of its words, before they become a message. */
final class Secrets {
    private Secrets() {}

    static HttpAnswer unechoed(HttpAnswer answer, Identity identity, String refreshToken) {
        if (identity.isAnonymous()) {
            return answer;
        }
        Credentials credentials = identity.credentials();
        String basic = credentials.basic();
        return answer.without(Stream.of(credentials.secret(), refreshToken, basic.substring(basic.indexOf(' ') + 1)));
    }
}
