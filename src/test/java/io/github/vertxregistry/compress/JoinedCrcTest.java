package io.github.vertxregistry.compress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JoinedCrcTest {
    private static final byte[] BYTES = new byte[100_000];

    static {
        new Random(5).nextBytes(BYTES);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 255, 32_768, 99_999, 100_000})
    void isTheCrcOfTheWhole(int first) {
        // Given
        int before = crc(0, first);
        int after = crc(first, BYTES.length - first);
        // When
        int joined = JoinedCrc.of(before, after, BYTES.length - first);
        // Then
        assertThat(joined).isEqualTo(crc(0, BYTES.length));
    }

    private static int crc(int offset, int length) {
        CRC32 crc = new CRC32();
        crc.update(BYTES, offset, length);
        return (int) crc.getValue();
    }
}
