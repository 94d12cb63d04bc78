package io.github.vertxregistry.filesystem;

import io.github.vertxregistry.compress.BlockInput;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** A file's bytes, exactly as many as were said; fails where the file has become shorter or longer. */
final class ExactInput extends BlockInput {
    private final InputStream in;
    private final Path file;
    private long left;

    ExactInput(InputStream in, long size, Path file) {
        this.in = in;
        this.left = size;
        this.file = file;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = in.read(buffer, offset, (int) Math.min(length, Math.max(1, left)));
        if (read < 0 ? left > 0 : read > left) {
            throw RegistryException.of(FailureKind.TAR_UNREADABLE, file + " changed while it was read")
                    .withHint("do it again when nothing writes there any more");
        }
        left -= Math.max(0, read);
        return read;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
