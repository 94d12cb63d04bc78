package io.github.vertxregistry.compress;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredBlockTest {
    private static final int LENGTH = 512 << 10;

    @Test
    void suitsNoiseAndWhatIsCompressedAlready() throws IOException {
        // Given
        byte[] compressed = Arrays.copyOf(deflated(words(8 * LENGTH)), LENGTH);
        // When
        boolean suitsNoise = StoredBlock.suits(ByteBuffer.wrap(noise(LENGTH)));
        boolean suitsCompressed = StoredBlock.suits(ByteBuffer.wrap(compressed));
        // Then
        assertThat(suitsNoise).isTrue();
        assertThat(suitsCompressed).isTrue();
    }

    @Test
    void suitsNeitherTextNorNoiseWithSomeOfItNorLittle() {
        // Given
        byte[] mixed = noise(LENGTH);
        System.arraycopy(words(LENGTH / 5), 0, mixed, LENGTH / 3, LENGTH / 5);
        // When
        boolean suitsMixed = StoredBlock.suits(ByteBuffer.wrap(mixed));
        // Then
        assertThat(suitsMixed).isFalse();
        assertThat(StoredBlock.suits(ByteBuffer.wrap(words(LENGTH)))).isFalse();
        assertThat(StoredBlock.suits(ByteBuffer.wrap(new byte[LENGTH]))).isFalse();
        assertThat(StoredBlock.suits(ByteBuffer.wrap(noise(1_000)))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 65_535, 65_536, LENGTH, LENGTH + 1})
    void inflatesToWhatItWas(int length) throws DataFormatException {
        // Given
        byte[] content = noise(length);
        ByteBuffer packed = ByteBuffer.allocate(length + 1_000);
        // When
        StoredBlock.put(ByteBuffer.wrap(content), true, packed);
        // Then
        Inflater inflater = new Inflater(true);
        inflater.setInput(packed.flip());
        byte[] inflated = new byte[length + 1];
        assertThat(inflater.inflate(inflated)).isEqualTo(length);
        assertThat(Arrays.copyOf(inflated, length)).isEqualTo(content);
        assertThat(inflater.finished()).isTrue();
        assertThat(inflater.getRemaining()).isZero();
        inflater.end();
    }

    private static byte[] noise(int length) {
        byte[] noise = new byte[length];
        new Random(5).nextBytes(noise);
        return noise;
    }

    private static byte[] words(int length) {
        Random random = new Random(6);
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append(Integer.toString(random.nextInt(100_000), 36)).append(' ');
        }
        return text.substring(0, length).getBytes(US_ASCII);
    }

    private static byte[] deflated(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflate = new DeflaterOutputStream(out, new Deflater(Deflater.BEST_SPEED, true))) {
            deflate.write(content);
        }
        return out.toByteArray();
    }
}
