package io.github.vertxregistry.compress;

import java.security.MessageDigest;

/** A hash as it stood at a moment; others go on from it with copies. */
public final class HashSoFar {
    private final MessageDigest hash;

    private HashSoFar(MessageDigest hash) {
        this.hash = hash;
    }

    /** Returns that hash as it stands. */
    static HashSoFar of(MessageDigest hash) {
        return new HashSoFar(copy(hash));
    }

    /** Returns a hash that goes on from here. */
    public MessageDigest goOn() {
        return copy(hash);
    }

    private static MessageDigest copy(MessageDigest hash) {
        try {
            return (MessageDigest) hash.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the hashes of every JDK can be copied", e);
        }
    }
}
