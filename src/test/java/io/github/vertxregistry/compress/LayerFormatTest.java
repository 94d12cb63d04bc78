package io.github.vertxregistry.compress;

import static io.github.vertxregistry.config.LayerCompression.GZIP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.vertxregistry.config.Compressor;
import io.github.vertxregistry.config.LayerCompression;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.testkit.LoaderWithout;
import java.lang.reflect.InvocationTargetException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledForJreRange;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayerFormatTest {
    @ParameterizedTest
    @CsvSource({"GZIP, 0", "GZIP, 10", "ZSTD, 0", "ZSTD, 20"})
    void namesALevelThatTheMethodHasNot(LayerCompression method, int level) {
        // When
        Throwable failure = catchThrowable(() -> new LayerFormat(method, null, level));
        // Then
        assertThat(failure).hasMessageContaining("compressionLevel").hasMessageContaining(method.toString());
    }

    @ParameterizedTest
    @CsvSource({"GZIP, 1", "ZSTD, 3"})
    void hasALevelOfItsOwn(LayerCompression method, int level) {
        // When
        LayerFormat format = new LayerFormat(method, null, null);
        // Then
        assertThat(format.level()).isEqualTo(level);
    }

    @Test
    void tellsFormatsApart() {
        // When
        String identity = new LayerFormat(GZIP, null, 1).load().identity();
        // Then
        assertThat(identity).contains("gzip 1").contains(Runtime.version().toString());
        assertThat(identity).isNotEqualTo(new LayerFormat(GZIP, null, 2).load().identity());
    }

    @Test
    void namesTheArtifactOfALibraryThatIsMissing() throws ReflectiveOperationException {
        // Given
        Class<?> type = Class.forName(
                LayerFormat.class.getName(),
                true,
                new LoaderWithout("com.github.luben", LayerFormat.class.getPackageName()));
        Object format = type.getConstructor(LayerCompression.class, Compressor.class, Integer.class)
                .newInstance(LayerCompression.ZSTD, null, 3);
        // When
        Throwable failure = catchThrowable(() -> type.getMethod("load").invoke(format));
        // Then
        assertThat(failure).isInstanceOf(InvocationTargetException.class);
        RegistryException cause = (RegistryException) failure.getCause();
        assertThat(cause.kind()).isEqualTo(FailureKind.UNSUPPORTED);
        assertThat(cause.hint().orElseThrow()).contains("com.github.luben:zstd-jni");
    }

    @Test
    @DisabledForJreRange(minVersion = 25)
    void saysWhichJavaLibdeflateTakes() {
        // Given
        LayerFormat format = new LayerFormat(GZIP, Compressor.LIBDEFLATE, 12);
        // When
        RegistryException failure = (RegistryException) catchThrowable(format::load);
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.UNSUPPORTED);
        assertThat(failure).hasMessageContaining("Java 25");
        assertThat(failure.hint().orElseThrow()).contains("jdk");
    }

    @Test
    @EnabledForJreRange(minVersion = 25)
    void namesTheArtifactOfLibdeflate() throws ReflectiveOperationException {
        // Given
        Class<?> type = Class.forName(
                LayerFormat.class.getName(), true, new LoaderWithout("io.airlift", LayerFormat.class.getPackageName()));
        Object format = type.getConstructor(LayerCompression.class, Compressor.class, Integer.class)
                .newInstance(GZIP, Compressor.LIBDEFLATE, 1);
        // When
        Throwable failure = catchThrowable(() -> type.getMethod("load").invoke(format));
        // Then
        RegistryException cause = (RegistryException) failure.getCause();
        assertThat(cause.kind()).isEqualTo(FailureKind.UNSUPPORTED);
        assertThat(cause.hint().orElseThrow()).contains("io.airlift:aircompressor-v3");
    }
}
