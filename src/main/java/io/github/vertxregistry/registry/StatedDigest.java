package io.github.vertxregistry.registry;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.http.HttpAnswer;
import io.github.vertxregistry.model.Digest;
import java.util.List;
import java.util.Optional;

/** What an answer's {@code Docker-Content-Digest} says, checked against what is known. */
final class StatedDigest {
    private static final String HEADER = "Docker-Content-Digest";

    private StatedDigest() {}

    /** Returns the digest that an answer states, if it does; fails with {@code REGISTRY_FAULT} where that is none. */
    static Optional<Digest> of(HttpAnswer answer) {
        return answer.header(HEADER).map(text -> parse(answer, text));
    }

    /** Fails with {@code DIGEST_MISMATCH} where an answer states another digest than the known one. */
    static void check(HttpAnswer answer, Digest known) {
        of(answer).filter(said -> isOther(said, known)).ifPresent(said -> {
            throw mismatch(answer, "the registry says that it is " + said + ", and not " + known);
        });
    }

    static RegistryException mismatch(HttpAnswer answer, String why) {
        return RegistryException.of(
                        FailureKind.DIGEST_MISMATCH,
                        answer.call().origin().authority() + ": "
                                + answer.call().what() + ": " + why)
                .withHint("the content was changed on its way or in the registry: do not use it")
                .withAnswer(answer.status(), List.of());
    }

    /** Two digests of one content may differ in their algorithm alone. */
    private static boolean isOther(Digest said, Digest known) {
        return said.algorithm().equals(known.algorithm()) && !said.equals(known);
    }

    private static Digest parse(HttpAnswer answer, String text) {
        try {
            return Digest.of(text);
        } catch (RegistryException e) {
            throw answer.senseless(HEADER + " is " + e.getMessage());
        }
    }
}
