package io.github.vertxregistry.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.task.Task;
import io.github.vertxregistry.testkit.ImageTarFixture;
import io.github.vertxregistry.testkit.LoaderWithout;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DecompressionTest {
    private static final UnpackLimits WIDE = new UnpackLimits(1L << 40, 1_000);

    @ParameterizedTest
    @EnumSource(Compression.class)
    void unpacksSeveralMembersBehindOneAnother(Compression compression) throws IOException {
        // Given
        byte[] one = random(300_000);
        byte[] two = random(50_000);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        packed.writeBytes(ImageTarFixture.compressed(one, compression));
        packed.writeBytes(ImageTarFixture.compressed(two, compression));

        // When
        byte[] unpacked =
                open(packed.toByteArray(), compression, WIDE, Task.unwatched()).readAllBytes();

        // Then
        assertThat(unpacked).hasSize(350_000).startsWith(one).endsWith(two);
    }

    @Test
    void stopsAtTheLimit() {
        // Given
        byte[] packed = ImageTarFixture.compressed(new byte[100_000], Compression.GZIP);

        // When
        Throwable failure =
                catchThrowable(() -> open(packed, Compression.GZIP, new UnpackLimits(99_999, 10_000), Task.unwatched())
                        .readAllBytes());

        // Then
        assertThat(((RegistryException) failure).kind()).isEqualTo(FailureKind.LIMIT_EXCEEDED);
        assertThat(failure).hasMessageContaining("some stream unpacks to more than 99999 bytes");
    }

    @Test
    void stopsWhenTheTaskIsStopped() {
        // Given
        byte[] packed = ImageTarFixture.compressed(new byte[100_000], Compression.GZIP);
        Task task = Task.unwatched();
        task.cancel();

        // When
        Throwable failure =
                catchThrowable(() -> open(packed, Compression.GZIP, WIDE, task).readAllBytes());

        // Then
        assertThat(((RegistryException) failure).kind()).isEqualTo(FailureKind.CANCELLED);
    }

    @ParameterizedTest
    @CsvSource({"ZSTD, com.github.luben, com.github.luben:zstd-jni", "XZ, org.tukaani, org.tukaani:xz"})
    void namesTheArtifactOfALibraryThatIsMissing(Compression compression, String missing, String artifact)
            throws ReflectiveOperationException {
        // Given
        byte[] packed = ImageTarFixture.compressed(new byte[100], compression);
        Class<?> type = Class.forName(
                Decompression.class.getName(), true, new LoaderWithout(missing, Decompression.class.getPackageName()));
        Object limits = type.getClassLoader()
                .loadClass(UnpackLimits.class.getName())
                .getConstructor(long.class, int.class)
                .newInstance(1L, 1);

        // When
        Throwable failure = catchThrowable(() -> type.getMethods()[0].invoke(
                null, new ByteArrayInputStream(packed), compression, limits, "some stream", Task.unwatched()));

        // Then
        assertThat(failure).isInstanceOf(InvocationTargetException.class);
        RegistryException cause = (RegistryException) failure.getCause();
        assertThat(cause.kind()).isEqualTo(FailureKind.UNSUPPORTED);
        assertThat(cause.hint()).hasValueSatisfying(hint -> assertThat(hint).contains(artifact));
    }

    private static InputStream open(byte[] packed, Compression compression, UnpackLimits limits, Task task)
            throws IOException {
        return Decompression.open(new ByteArrayInputStream(packed), compression, limits, "some stream", task);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(1).nextBytes(bytes);
        return bytes;
    }
}
