package io.github.vertxregistry.filesystem;

import io.github.vertxregistry.tar.LayerNames;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The names of this machine's files as their file system has them, byte for byte: where the locale's characters cannot say them, and the
 * JDK puts others into their places.
 */
final class FileNames {
    private static final char REPLACED = '\ufffd';

    private FileNames() {}

    /** Returns a path, be it a file's name or what a link leads to, as {@link LayerNames} has it. */
    static String of(Path path) {
        String text = path.toString();
        boolean isText = text.indexOf(REPLACED) < 0;
        if (isText || !path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return LayerNames.of(text);
        }
        String whole = bytes(path);
        return path.isAbsolute()
                ? whole
                : whole.substring(bytes(path.getFileSystem().getPath("")).length() + 1);
    }

    /** Returns the bytes of the absolute path, a character each: a URI has all of them, and a slash behind a folder. */
    private static String bytes(Path path) {
        String raw = path.toUri().getRawPath();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int at = 0; at < raw.length(); at++) {
            if (raw.charAt(at) == '%') {
                bytes.write(Integer.parseInt(raw, at + 1, at + 3, 16));
                at += 2;
            } else {
                bytes.write(raw.charAt(at));
            }
        }
        String all = bytes.toString(StandardCharsets.ISO_8859_1);
        return all.endsWith("/") ? all.substring(0, all.length() - 1) : all;
    }
}
