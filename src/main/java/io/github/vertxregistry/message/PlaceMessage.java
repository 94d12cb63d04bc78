package io.github.vertxregistry.message;

import java.util.List;

/**
 * What a node tells a caller to whose file it pulls. The bytes themselves come as buffers, with the headers {@link #ENTRY} and
 * {@link #AT}, of 262,144 bytes at the most.
 *
 * @param step what is to be done
 * @param folder whether the layout is a folder, with {@code CHECK} and {@code OPEN}
 * @param files all files, with {@code OPEN}
 * @param entry the file's name, with {@code WROTE}, {@code FORGET} and {@code DIGEST}
 * @param from where what was written begins, with {@code WROTE}
 * @param to where it ends, with {@code WROTE}
 * @param algorithm what it is hashed by, with {@code DIGEST}
 */
public record PlaceMessage(
        Step step, Boolean folder, List<PlaceFile> files, String entry, Long from, Long to, String algorithm) {
    /** The header that names the file whose bytes a buffer holds. */
    public static final String ENTRY = "entry";
    /** The header that tells where in the file its first byte belongs. */
    public static final String AT = "at";

    /** What is to be done. */
    public enum Step {
        /** Whether the caller is there. */
        THERE,
        /** Fail where nothing could be written. */
        CHECK,
        /** Begin, or go on with what is there. */
        OPEN,
        /** A part has been written. */
        WROTE,
        /** What is there is wrong. */
        FORGET,
        /** Read back what is there. */
        DIGEST,
        /** All of it is there. */
        FINISH,
        /** Give up what is held open. */
        CLOSE
    }

    /**
     * A file of the layout.
     *
     * @param name its path
     * @param size its length in bytes
     * @param content its bytes, base64, where they are known before
     */
    public record PlaceFile(String name, long size, String content) {}

    public PlaceMessage {
        Fields.present("step", step);
        files = files == null ? null : List.copyOf(files);
    }

    /** Returns a message of that step alone. */
    public static PlaceMessage of(Step step) {
        return new PlaceMessage(step, null, null, null, null, null, null);
    }
}
