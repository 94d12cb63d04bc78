package io.github.vertxregistry.filesystem;

import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.TarBlob;
import io.github.vertxregistry.tar.ChannelRange;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A layer of a tar or an OCI layout folder, where it lies. */
record FileLayer(TarBlob blob, String tar) implements StoredLayer {
    @Override
    public Digest digest() {
        return blob.digest();
    }

    @Override
    public long size() {
        return blob.size();
    }

    @Override
    public String name() {
        return "layer " + blob.entry() + " of " + tar;
    }

    @Override
    public InputStream open() throws IOException {
        FileChannel channel = FileChannel.open(Path.of(blob.file()), StandardOpenOption.READ);
        return new ChannelRange(channel, blob.offset(), blob.size(), true);
    }
}
