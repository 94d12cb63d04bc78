package io.github.vertxregistry.compress;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.util.Properties;

/**
 * libdeflate as {@code io.airlift:aircompressor-v3} carries it. That is compiled for Java 25, whose classes a compiler for 17 cannot
 * read, so that it is called by handles, found once.
 */
final class Libdeflate {
    private static final int LEAST_JAVA = 25;
    private static final String CLASS = "io.airlift.compress.v3.deflate.DeflateNativeCompressor";
    private static final String POM = "/META-INF/maven/io.airlift/aircompressor-v3/pom.properties";

    private final MethodHandle newCompressor;
    private final MethodHandle segmentOf;
    private final MethodHandle compress;
    private final String version;

    private Libdeflate(MethodHandle newCompressor, MethodHandle segmentOf, MethodHandle compress, String version) {
        this.newCompressor = newCompressor;
        this.segmentOf = segmentOf;
        this.compress = compress;
        this.version = version;
    }

    /** Loads it; fails with {@code UNSUPPORTED} where this JVM is too old, or the library is missing or not for this machine. */
    static Libdeflate load() {
        if (Runtime.version().feature() < LEAST_JAVA) {
            throw unsupported("takes Java " + LEAST_JAVA + " or later, and this is Java "
                            + Runtime.version().feature())
                    .withHint("run it with a later Java, or take the compressor jdk");
        }
        try {
            return find();
        } catch (ReflectiveOperationException | LinkageError e) {
            throw unsupported("needs a library that cannot be loaded")
                    .withHint(
                            "add the Maven artifact io.airlift:aircompressor-v3 to the application's dependencies, or take"
                                    + " the compressor jdk")
                    .withCause(e);
        }
    }

    private static RegistryException unsupported(String why) {
        return RegistryException.of(FailureKind.UNSUPPORTED, "the compressor libdeflate " + why);
    }

    private static Libdeflate find() throws ReflectiveOperationException {
        Class<?> type = Class.forName(CLASS);
        Class<?> segment = Class.forName("java.lang.foreign.MemorySegment");
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        MethodHandle isEnabled = lookup.findStatic(type, "isEnabled", MethodType.methodType(boolean.class));
        if (!(boolean) called(isEnabled)) {
            throw unsupported("is not there for this machine").withHint("take the compressor jdk");
        }
        MethodHandle create = lookup.findConstructor(type, MethodType.methodType(void.class, int.class));
        MethodHandle of = lookup.findStatic(segment, "ofBuffer", MethodType.methodType(segment, Buffer.class));
        MethodHandle compress =
                lookup.findVirtual(type, "compress", MethodType.methodType(int.class, segment, segment));
        return new Libdeflate(create, of, compress, version(type));
    }

    private static String version(Class<?> type) {
        try (InputStream in = type.getResourceAsStream(POM)) {
            Properties pom = new Properties();
            if (in != null) {
                pom.load(in);
            }
            return pom.getProperty("version", "of an unknown version");
        } catch (IOException e) {
            throw new IllegalStateException("the library's jar cannot be read", e);
        }
    }

    String version() {
        return version;
    }

    Object newCompressor(int level) {
        return called(newCompressor, level);
    }

    /** Deflates (RFC 1951) a block as a whole; returns the number of bytes that were put into the place. */
    int compress(Object compressor, ByteBuffer plain, ByteBuffer packed) {
        return (int) called(compress, compressor, called(segmentOf, plain), called(segmentOf, packed));
    }

    private static Object called(MethodHandle method, Object... arguments) {
        try {
            return method.invokeWithArguments(arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("no checked failure is declared there", e);
        }
    }
}
