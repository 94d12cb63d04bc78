package io.github.vertxregistry.compress;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.task.Task;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.tukaani.xz.XZInputStream;

/** Unpacks streams of every {@link Compression}, several members or frames behind one another included. Blocking. */
public final class Decompression {
    private static final int BUFFER = 64 << 10;
    private static final long XZ_MEMORY_KIB = 192 << 10;

    private Decompression() {}

    /**
     * Opens a compressed stream for reading. Reading fails with an {@link IOException} where the data are damaged or cut,
     * with {@link FailureKind#LIMIT_EXCEEDED} where a limit is broken, and with the task's reason where it is stopped.
     *
     * @param in the compressed stream, whose {@code available()} must be above 0 as long as bytes are left; closed with
     *     the result, and when opening fails
     * @param compression how it is compressed
     * @param limits what it may become
     * @param what names the stream in a failure
     * @param task the operation that reads
     */
    public static InputStream open(InputStream in, Compression compression, UnpackLimits limits, String what, Task task)
            throws IOException {
        CountedInput packed = new CountedInput(in);
        boolean opened = false;
        try {
            LimitedInput result = new LimitedInput(decoder(packed, compression), packed, limits, what, task);
            opened = true;
            return result;
        } catch (LinkageError e) {
            throw missingLibrary(compression, what).withCause(e);
        } finally {
            if (!opened) {
                in.close();
            }
        }
    }

    private static InputStream decoder(InputStream in, Compression compression) throws IOException {
        return switch (compression) {
            case NONE -> in;
            // The JDK's reader skips the header's name and comment; others keep them in memory, however long they are.
            case GZIP -> new GZIPInputStream(in, BUFFER);
            case ZSTD -> Zstd.open(in);
            case XZ -> Xz.open(in);
            case BZIP2 -> new BZip2CompressorInputStream(new BufferedInputStream(in, BUFFER), true);
        };
    }

    private static RegistryException missingLibrary(Compression compression, String what) {
        String artifact =
                switch (compression) {
                    case ZSTD -> "com.github.luben:zstd-jni";
                    case XZ -> "org.tukaani:xz";
                    default -> "org.apache.commons:commons-compress";
                };
        return RegistryException.of(
                        FailureKind.UNSUPPORTED,
                        what + " is compressed with " + compression + ", which needs a library that cannot be loaded")
                .withHint("add the Maven artifact " + artifact + " to the application's dependencies");
    }

    /** Apart, so that nothing of the optional library is touched before it is needed. */
    private static final class Zstd {
        static InputStream open(InputStream in) throws IOException {
            return new ZstdInputStreamNoFinalizer(in);
        }
    }

    /** Apart, so that nothing of the optional library is touched before it is needed. */
    private static final class Xz {
        static InputStream open(InputStream in) throws IOException {
            long half = Runtime.getRuntime().maxMemory() / 2 / 1_024;
            return new XZInputStream(new BufferedInputStream(in, BUFFER), (int) Math.min(XZ_MEMORY_KIB, half));
        }
    }
}
