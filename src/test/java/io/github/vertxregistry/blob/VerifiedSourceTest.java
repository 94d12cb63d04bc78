package io.github.vertxregistry.blob;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.model.ByteSource;
import io.github.vertxregistry.model.ByteStream;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.testkit.Bytes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifiedSourceTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        await(vertx.close());
    }

    /** Reads to the end in blocks; returns how many bytes came before it, or a failure. */
    private static Future<Long> readAll(ByteStream stream, long before) {
        return stream.read(ByteBuffer.allocate(1_000))
                .compose(count -> count == 0 ? Future.succeededFuture(before) : readAll(stream, before + count));
    }

    private Future<Long> read(ByteSource source, Digest digest) {
        return new VerifiedSource(vertx, source, digest)
                .open(0, source.length())
                .compose(stream -> readAll(stream, 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1_000, 2_500})
    void handsOnWhatHashesToItsDigest(int length) {
        // When
        long read = await(read(new Bytes(length), Digest.sha256(new byte[length])));
        // Then
        assertThat(read).isEqualTo(length);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1_000, 2_500})
    void failsTheLastReadOfOtherBytes(int length) {
        // When
        var failure = failure(read(new Bytes(length), Digest.sha256(new byte[length + 1])));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.DIGEST_MISMATCH);
    }

    @Test
    void hashesByTheAlgorithmOfTheDigest() {
        // Given
        MessageDigest right = Digest.newHash("sha512");
        right.update(new byte[2_500]);
        Digest other = Digest.of("sha512", Digest.newHash("sha512"));
        // When
        long read = await(read(new Bytes(2_500), Digest.of("sha512", right)));
        // Then
        assertThat(read).isEqualTo(2_500);
        assertThat(failure(read(new Bytes(2_500), other)).kind()).isEqualTo(FailureKind.DIGEST_MISMATCH);
    }

    @Test
    void failsWhereBytesAreMissing() {
        // Given
        ByteSource shorter = new ByteSource() {
            @Override
            public long length() {
                return 2_500;
            }

            @Override
            public String name() {
                return "shorter";
            }

            @Override
            public Future<ByteStream> open(long offset, long length) {
                return new Bytes(2_000).open(offset, 2_000);
            }
        };
        // When
        var failure = failure(read(shorter, Digest.sha256(new byte[2_500])));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.SIZE_MISMATCH);
    }
}
