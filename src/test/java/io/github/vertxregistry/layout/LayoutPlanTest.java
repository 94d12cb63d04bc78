package io.github.vertxregistry.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayoutPlanTest {
    private static final Digest SHORT = Digest.sha256(new byte[] {1});
    private static final Digest LONG = Digest.of("sha512:" + "ab".repeat(64));

    private static LayoutEntry document(String name, int size) {
        return LayoutEntry.document(name, new byte[size]);
    }

    /** The tar as it is when every blob holds zeros. */
    private static byte[] bytes(LayoutPlan plan) {
        ByteBuffer all = ByteBuffer.allocate((int) plan.length());
        plan.headers().forEach(header -> all.put((int) header.offset(), header.bytes()));
        plan.entries().stream()
                .filter(entry -> entry.content() != null)
                .forEach(entry -> all.put((int) plan.offset(entry.name()), entry.content()));
        return all.array();
    }

    private static List<TarArchiveEntry> read(byte[] tar) throws IOException {
        try (TarFile file = new TarFile(tar)) {
            return List.copyOf(file.getEntries());
        }
    }

    @Test
    void everyEntryIsWhereThePlanSays() throws IOException {
        // Given
        LayoutPlan plan = LayoutPlan.tar(
                List.of(LayoutEntry.blob(SHORT, 700), LayoutEntry.blob(LONG, 512), document("index.json", 1)));
        // When
        List<TarArchiveEntry> entries = read(bytes(plan));
        // Then
        assertThat(entries)
                .extracting(TarArchiveEntry::getName)
                .containsExactly(
                        "blobs/",
                        "blobs/sha256/",
                        "blobs/sha512/",
                        "blobs/sha256/" + SHORT.hex(),
                        "blobs/sha512/" + LONG.hex(),
                        "index.json");
        assertThat(entries).extracting(TarArchiveEntry::getSize).containsExactly(0L, 0L, 0L, 700L, 512L, 1L);
        entries.stream().filter(TarArchiveEntry::isFile).forEach(entry -> assertThat(entry.getDataOffset())
                .isEqualTo(plan.offset(entry.getName())));
        assertThat(plan.length() % 512).isZero();
    }

    @Test
    void headersAreTheSameWhoeverWritesThem() throws IOException {
        // Given
        LayoutPlan plan = LayoutPlan.tar(List.of(LayoutEntry.blob(SHORT, 700)));
        // When
        TarArchiveEntry file = read(bytes(plan)).get(2);
        // Then
        assertThat(file.getLongUserId()).isZero();
        assertThat(file.getLongGroupId()).isZero();
        assertThat(file.getMode()).isEqualTo(0644);
        assertThat(file.getLastModifiedTime().toMillis()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 511, 8589934591L, 8589934592L, 50_000_000_000_000L})
    void sizesOfAnyLengthAreRead(long size) throws IOException {
        // Given
        byte[] header = EntryHeader.file("blobs/sha256/" + SHORT.hex(), size);
        // When
        List<TarArchiveEntry> entries = readHeader(header);
        // Then
        assertThat(entries).extracting(TarArchiveEntry::getSize).containsExactly(size);
    }

    private static List<TarArchiveEntry> readHeader(byte[] header) throws IOException {
        try (TarArchiveInputStream in = new TarArchiveInputStream(new ByteArrayInputStream(header))) {
            return List.of(in.getNextEntry());
        }
    }

    @Test
    void anEntryThatIsThereTwiceIsWrittenOnce() {
        // Given
        List<LayoutEntry> twice = List.of(LayoutEntry.blob(SHORT, 700), LayoutEntry.blob(SHORT, 700));
        // When
        LayoutPlan plan = LayoutPlan.tar(twice);
        // Then
        assertThat(plan.entries()).hasSize(1);
        assertThat(plan.length()).isEqualTo(3 * 512 + 1_024 + 1_024);
    }

    @Test
    void theIdTellsContentKindAndOrderApart() {
        // Given
        LayoutEntry blob = LayoutEntry.blob(SHORT, 5);
        LayoutEntry document = LayoutEntry.document("a", new byte[] {1});
        // When
        List<Digest> ids = List.of(
                LayoutPlan.tar(List.of(blob, document)).id(),
                LayoutPlan.folder(List.of(blob, document)).id(),
                LayoutPlan.tar(List.of(document, blob)).id(),
                LayoutPlan.tar(List.of(blob, LayoutEntry.document("a", new byte[] {2})))
                        .id(),
                LayoutPlan.tar(List.of(LayoutEntry.blob(SHORT, 6), document)).id());
        // Then
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(LayoutPlan.tar(List.of(blob, document)).id()).isEqualTo(ids.get(0));
    }

    @Test
    void sizesThatNoFileCanHaveAreRefused() {
        // Given
        List<LayoutEntry> huge = List.of(LayoutEntry.blob(SHORT, Long.MAX_VALUE), LayoutEntry.blob(LONG, 5));
        // When
        RegistryException failure = catchThrowableOfType(RegistryException.class, () -> LayoutPlan.tar(huge));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.LIMIT_EXCEEDED);
    }
}
