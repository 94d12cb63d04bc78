package io.github.vertxregistry.filesystem;

import io.github.vertxregistry.model.Digest;
import java.io.IOException;
import java.io.InputStream;

/** A layer as it is stored, compressed or not: in a registry or in a file. */
public interface StoredLayer {
    /** Returns the digest that its bytes have to hash to. */
    Digest digest();

    /** Returns how many bytes it has. */
    long size();

    /** Returns what it is called in messages. */
    String name();

    /** Opens it from its start; its {@code available()} is above 0 as long as bytes are left. Blocking. */
    InputStream open() throws IOException;
}
