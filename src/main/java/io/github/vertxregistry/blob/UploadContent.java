package io.github.vertxregistry.blob;

import io.github.vertxregistry.model.ByteSource;
import io.github.vertxregistry.model.Digest;

/** What an upload sends, and what is known of it on the way. */
interface UploadContent {
    /** Returns the bytes. */
    ByteSource source();

    /** Returns what they are called before their own digest is known. */
    Digest label();

    /** Returns their digest; known when their number is. */
    Digest digest();

    /** Returns how far it has come, of {@link #total()}, when so many bytes have been sent. */
    long done(long sent);

    /** Returns how far there is to go. */
    long total();

    /** Bytes that are there already, under their digest. */
    record Stored(Digest digest, ByteSource source) implements UploadContent {
        @Override
        public Digest label() {
            return digest;
        }

        @Override
        public long done(long sent) {
            return sent;
        }

        @Override
        public long total() {
            return source.length();
        }
    }
}
