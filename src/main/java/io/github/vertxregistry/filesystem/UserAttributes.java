package io.github.vertxregistry.filesystem;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Map;
import java.util.TreeMap;

/**
 * The extended attributes {@code user.*} of a file or folder. The JDK reads no others: {@code security.capability} and the like are not
 * to be had. Blocking.
 */
final class UserAttributes {
    /** Elsewhere the JDK gives what is none of {@code user.*}, such as what macOS notes of a download. */
    private static final boolean IS_LINUX = System.getProperty("os.name").equals("Linux");

    private static final String PREFIX = "user.";
    private static final int MAX_BYTES = 512 << 10;

    private UserAttributes() {}

    /** Returns their values' bytes, a character each, by their names; none of a file system that has no such attributes. */
    static Map<String, String> of(Path file) throws IOException {
        UserDefinedFileAttributeView view = IS_LINUX
                ? Files.getFileAttributeView(file, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                : null;
        if (view == null) {
            return Map.of();
        }
        try {
            return read(view, file);
        } catch (IOException e) {
            if (Files.getFileStore(file).supportsFileAttributeView(UserDefinedFileAttributeView.class)) {
                throw e;
            }
            return Map.of();
        }
    }

    private static Map<String, String> read(UserDefinedFileAttributeView view, Path file) throws IOException {
        Map<String, String> attributes = new TreeMap<>();
        int bytes = 0;
        for (String name : view.list()) {
            ByteBuffer value = ByteBuffer.allocate(view.size(name));
            view.read(name, value);
            bytes += name.length() + value.position();
            if (bytes > MAX_BYTES) {
                throw RegistryException.of(
                                FailureKind.LIMIT_EXCEEDED,
                                file + " has extended attributes of more than " + MAX_BYTES + " bytes")
                        .withHint("no header of a tar has room for them");
            }
            if (name.indexOf('=') >= 0) {
                throw RegistryException.of(
                                FailureKind.UNSUPPORTED,
                                file + " has an extended attribute with '=' in its name, which no tar can hold")
                        .withHint("take the attribute away, or leave the file out");
            }
            String text = new String(value.array(), 0, value.position(), StandardCharsets.ISO_8859_1);
            attributes.put(PREFIX + name, text);
        }
        return attributes;
    }
}
