package io.github.vertxregistry.model;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a stream is compressed, told from its first bytes and never from its name. */
public enum Compression {
    NONE,
    GZIP,
    ZSTD,
    XZ,
    BZIP2;

    /** How many first bytes {@link #of(byte[], int)} wants to see. */
    public static final int MAGIC_LENGTH = 6;

    /** Tells the compression of a stream that starts with these bytes. */
    public static Compression of(byte[] head, int length) {
        if (starts(head, length, 0x1f, 0x8b, 0x08)) {
            return GZIP;
        }
        if (starts(head, length, 0x28, 0xb5, 0x2f, 0xfd)) {
            return ZSTD;
        }
        // A skippable frame may stand first (zstd:chunked, pzstd).
        if (length >= 4 && (head[0] & 0xf0) == 0x50 && head[1] == 0x2a && head[2] == 0x4d && head[3] == 0x18) {
            return ZSTD;
        }
        if (starts(head, length, 0xfd, '7', 'z', 'X', 'Z', 0x00)) {
            return XZ;
        }
        if (starts(head, length, 'B', 'Z', 'h')) {
            return BZIP2;
        }
        return NONE;
    }

    private static boolean starts(byte[] head, int length, int... magic) {
        if (length < magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if ((head[i] & 0xff) != magic[i]) {
                return false;
            }
        }
        return true;
    }

    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
