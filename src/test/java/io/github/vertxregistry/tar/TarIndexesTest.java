package io.github.vertxregistry.tar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.vertxregistry.task.Task;
import io.github.vertxregistry.testkit.TarBuilder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarIndexesTest {
    private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000_000_000L);

    @TempDir
    Path folder;

    /** A minute on, so that what a test has just written is settled. */
    private final TarIndexes indexes = new TarIndexes(() -> Instant.now().plusSeconds(60));

    @BeforeEach
    void needsInodes() {
        assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("unix"));
    }

    @Test
    void readsTheHeadersOfAnUnchangedTarOnce() throws IOException {
        // Given
        Path tar = tar("a.tar", "one");
        TarIndex first = index(indexes, tar);

        // When
        TarIndex second = index(indexes, tar);

        // Then
        assertThat(second).isSameAs(first);
    }

    @Test
    void seesAChangeThatKeepsSizeAndTimeOfWriting() throws IOException {
        // Given
        Path tar = tar("a.tar", "one");
        Files.setLastModifiedTime(tar, LONG_AGO);
        index(indexes, tar);
        Files.write(tar, new TarBuilder().file("two", "x").bytes());
        Files.setLastModifiedTime(tar, LONG_AGO);

        // When
        TarIndex changed = index(indexes, tar);

        // Then
        assertThat(changed.resolve("two")).isNotNull();
        assertThat(changed.resolve("one")).isNull();
    }

    @Test
    void seesAnotherFileOfTheSameSizeAndTimeInItsPlace() throws IOException {
        // Given
        Path tar = tar("a.tar", "one");
        Files.setLastModifiedTime(tar, LONG_AGO);
        index(indexes, tar);
        Path other = tar("b.tar", "two");
        Files.setLastModifiedTime(other, LONG_AGO);
        Files.move(other, tar, StandardCopyOption.REPLACE_EXISTING);

        // When
        TarIndex replaced = index(indexes, tar);

        // Then
        assertThat(replaced.resolve("two")).isNotNull();
    }

    @Test
    void doesNotTrustWhatWasWrittenJustNow() throws IOException {
        // Given
        Path tar = tar("a.tar", "one");
        TarIndexes now = new TarIndexes(() -> Instant.now());
        TarIndex first = index(now, tar);

        // When
        TarIndex second = index(now, tar);

        // Then
        assertThat(second).isNotSameAs(first);
        assertThat(now.size()).isZero();
    }

    @Test
    void doesNotTrustWhatHasSettledOnlyWhileItWasRead() throws IOException {
        // Given
        Path tar = manyEntries("a.tar");
        AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
        TarIndexes slow = new TarIndexes(now::get);
        Task minuteByMinute = new Task(
                "slow", (phase, subject, done, total) -> now.set(now.get().plusSeconds(60)));

        // When
        index(slow, tar, minuteByMinute);

        // Then
        assertThat(now.get()).isAfter(Instant.now());
        assertThat(slow.size()).isZero();
    }

    private Path manyEntries(String name) throws IOException {
        TarBuilder builder = new TarBuilder();
        for (int i = 0; i < 2_000; i++) {
            builder.file("f" + i, "");
        }
        return builder.write(folder.resolve(name));
    }

    @Test
    void forgetsTheTarReadLongestAgo() throws IOException {
        // Given
        Path first = tar("0.tar", "one");
        TarIndex before = index(indexes, first);
        for (int i = 1; i <= 16; i++) {
            index(indexes, tar(i + ".tar", "one"));
        }

        // When
        TarIndex again = index(indexes, first);

        // Then
        assertThat(again).isNotSameAs(before);
        assertThat(indexes.size()).isEqualTo(16);
    }

    @Test
    void doesNotRememberAnIndexThatIsLargerThanAllMayBe() throws IOException {
        // Given
        TarBuilder builder = new TarBuilder();
        for (int i = 0; i < 17; i++) {
            builder.file(i + "n".repeat(1_000_000), "");
        }
        Path tar = builder.write(folder.resolve("large.tar"));

        // When
        index(indexes, tar);

        // Then
        assertThat(indexes.size()).isZero();
    }

    private Path tar(String name, String entry) throws IOException {
        return new TarBuilder().file(entry, "x").write(folder.resolve(name));
    }

    private static TarIndex index(TarIndexes indexes, Path tar) throws IOException {
        return index(indexes, tar, Task.unwatched());
    }

    private static TarIndex index(TarIndexes indexes, Path tar, Task task) throws IOException {
        try (TarBytes bytes = TarBytes.of(FileChannel.open(tar))) {
            return indexes.of(tar, bytes, tar.toString(), 10_000, task);
        }
    }
}
