package io.github.vertxregistry.compress;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.task.Task;
import java.io.IOException;
import java.io.InputStream;

/** Passes an unpacked stream on until it breaks a limit or the task is stopped. */
final class LimitedInput extends BlockInput {
    private final InputStream unpacked;
    private final CountedInput packed;
    private final UnpackLimits limits;
    private final String what;
    private final Task task;
    private long count;

    LimitedInput(InputStream unpacked, CountedInput packed, UnpackLimits limits, String what, Task task) {
        this.unpacked = unpacked;
        this.packed = packed;
        this.limits = limits;
        this.what = what;
        this.task = task;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        task.check();
        int read = readUnpacked(buffer, offset, length);
        if (read > 0) {
            count += read;
            checkLimits();
        }
        return read;
    }

    private int readUnpacked(byte[] buffer, int offset, int length) throws IOException {
        try {
            return unpacked.read(buffer, offset, length);
        } catch (RegistryException e) {
            throw e;
        } catch (RuntimeException e) {
            // The decoders fail with whatever comes to hand on hostile input.
            throw new IOException("the compressed data are damaged", e);
        }
    }

    private void checkLimits() {
        if (count > limits.maxBytes()) {
            throw exceeded("unpacks to more than " + limits.maxBytes() + " bytes", "maxUnpackedBytes");
        }
        if (count > UnpackLimits.FREE_BYTES && count / limits.maxRatio() > packed.count()) {
            throw exceeded("unpacks to more than " + limits.maxRatio() + " times its size", "maxRatio");
        }
    }

    private RegistryException exceeded(String problem, String key) {
        return RegistryException.of(FailureKind.LIMIT_EXCEEDED, what + " " + problem)
                .withHint("if it is to be trusted, raise tar." + key);
    }

    @Override
    public int available() throws IOException {
        return unpacked.available();
    }

    @Override
    public void close() throws IOException {
        try {
            unpacked.close();
        } finally {
            packed.close();
        }
    }
}
