package io.github.vertxregistry.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.vertxregistry.compress.DigestCache.Packed;
import io.github.vertxregistry.model.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestCacheTest {
    private static final Digest LAYER = digest("layer");
    private static final Packed PACKED = new Packed(digest("packed"), 17);
    private static final BlockFormat FORMAT = new JdkGzip(1);

    @TempDir
    private Path folder;

    private DigestCache cache;

    @BeforeEach
    void open() {
        cache = new DigestCache(folder, Clock.systemUTC());
    }

    private static Digest digest(String text) {
        return Digest.sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void remembersByLayerAndFormat() {
        // When
        cache.keep(LAYER, FORMAT, PACKED);
        // Then
        assertThat(new DigestCache(folder, Clock.systemUTC()).find(LAYER, FORMAT))
                .contains(PACKED);
        assertThat(cache.find(LAYER, new JdkGzip(2))).isEmpty();
        assertThat(cache.find(digest("other"), FORMAT)).isEmpty();
    }

    @Test
    void keepsWhatIsNewer() {
        // Given
        cache.keep(LAYER, FORMAT, PACKED);
        Packed newer = new Packed(digest("newer"), 18);
        // When
        cache.keep(LAYER, FORMAT, newer);
        // Then
        assertThat(cache.find(LAYER, FORMAT)).contains(newer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw--w----", "rw-----w-"})
    void doesNotBelieveWhatOthersMayWrite(String permissions) throws IOException {
        // Given
        cache.keep(LAYER, FORMAT, PACKED);
        Files.setPosixFilePermissions(onlyFile(), PosixFilePermissions.fromString(permissions));
        // When
        assertThat(cache.find(LAYER, FORMAT)).isEmpty();
        // Then
        cache.keep(LAYER, FORMAT, PACKED);
        assertThat(cache.find(LAYER, FORMAT)).contains(PACKED);
    }

    @Test
    void doesNotBelieveWhatAnotherUserHasWritten() throws IOException {
        // Given
        cache.keep(LAYER, FORMAT, PACKED);
        try {
            Files.setAttribute(onlyFile(), "unix:uid", 12_345);
        } catch (IOException e) {
            assumeTrue(false, "only root gives files away");
        }
        // When
        assertThat(cache.find(LAYER, FORMAT)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "vertx-registry digest 1\na\nb\nc\n", "\u0000\u0001\u0002"})
    void doesNotKnowWhatIsDamaged(String content) throws IOException {
        // Given
        cache.keep(LAYER, FORMAT, PACKED);
        Files.writeString(onlyFile(), content);
        // When
        assertThat(cache.find(LAYER, FORMAT)).isEmpty();
        // Then
        cache.keep(LAYER, FORMAT, PACKED);
        assertThat(cache.find(LAYER, FORMAT)).contains(PACKED);
    }

    @Test
    void doesNotKnowWhatHasOneWrongDigitOrTooMany() throws IOException {
        // Given
        cache.keep(LAYER, FORMAT, PACKED);
        String text = Files.readString(onlyFile());
        // When
        Files.writeString(onlyFile(), text.replace(" 17\n", " 71\n"));
        // Then
        assertThat(cache.find(LAYER, FORMAT)).isEmpty();
        Files.writeString(onlyFile(), text + " ".repeat(2_000));
        assertThat(cache.find(LAYER, FORMAT)).isEmpty();
    }

    private Path onlyFile() throws IOException {
        return files().get(0);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void keepsNothingWhereItCannotWrite() throws IOException {
        // Given
        Files.writeString(folder.resolve("digests"), "no folder");
        // When
        cache.keep(LAYER, FORMAT, PACKED);
        // Then
        assertThat(cache.find(LAYER, FORMAT)).isEmpty();
    }

    @Test
    void forgetsWhatWasNotAskedForLongest() throws IOException {
        // Given
        Instant start = Instant.parse("2026-01-02T03:04:05Z");
        cache.keep(LAYER, FORMAT, PACKED);
        Path first = onlyFile();
        // Its folder is full, of older ones.
        for (int i = 0; i < 64; i++) {
            Path other = Files.writeString(first.resolveSibling("other" + i), "");
            Files.setLastModifiedTime(other, java.nio.file.attribute.FileTime.from(start.plusSeconds(i)));
        }
        DigestCache later = new DigestCache(folder, Clock.fixed(start.plus(Duration.ofDays(1)), ZoneOffset.UTC));
        assertThat(later.find(LAYER, FORMAT)).contains(PACKED);
        // When
        later.keep(LAYER, FORMAT, PACKED);
        // Then
        assertThat(files()).hasSize(64).doesNotContain(first.resolveSibling("other0"));
        assertThat(later.find(LAYER, FORMAT)).contains(PACKED);
    }

    @Test
    void isUsedBySeveralAtOnce() throws InterruptedException, ExecutionException {
        // Given
        ExecutorService threads = Executors.newFixedThreadPool(8);
        // When
        List<Future<Boolean>> outcomes = IntStream.range(0, 400)
                .mapToObj(i -> threads.submit(() -> {
                    DigestCache own = new DigestCache(folder, Clock.systemUTC());
                    own.keep(LAYER, FORMAT, PACKED);
                    return own.find(LAYER, FORMAT).equals(java.util.Optional.of(PACKED));
                }))
                .toList();
        // Then
        for (Future<Boolean> outcome : outcomes) {
            assertThat(outcome.get()).isTrue();
        }
        threads.shutdown();
    }
}
