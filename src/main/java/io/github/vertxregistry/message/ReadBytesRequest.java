package io.github.vertxregistry.message;

import io.github.vertxregistry.error.RegistryException;

/**
 * Asks for a chunk of bytes that a caller lends at a private address; the reply is a buffer with them.
 *
 * @param offset where they start, from 0
 * @param length how many, 262,144 at the most; with 0 it is only asked whether the caller is there
 */
public record ReadBytesRequest(Long offset, Integer length) {
    /** The most bytes of a chunk: small enough that other messages do not wait behind it. */
    public static final int MOST = 256 << 10;

    public ReadBytesRequest {
        Fields.present("offset", offset);
        Fields.present("length", length);
        if (offset < 0) {
            throw RegistryException.badField("offset", "is " + offset);
        }
        if (length < 0 || length > MOST) {
            throw RegistryException.badField("length", "is " + length + ", it must lie between 0 and " + MOST);
        }
    }
}
