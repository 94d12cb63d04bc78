package io.github.vertxregistry.compress;

import io.github.vertxregistry.model.Digest;

/**
 * Where compressing stands between two blocks; from here it can be taken up again.
 *
 * @param plain how many plain bytes lie before
 * @param packed how many bytes they have become, the head included
 * @param plainHash the hash of the plain bytes
 * @param packedHash the hash of what they have become
 * @param crc32 the checksum of the plain bytes
 */
public record PackedSoFar(long plain, long packed, HashSoFar plainHash, HashSoFar packedHash, int crc32) {
    /** Returns the start of all, for plain bytes that are named by that kind of digest. */
    public static PackedSoFar nothing(Digest plain) {
        return new PackedSoFar(0, 0, HashSoFar.of(plain.newHash()), HashSoFar.of(Digest.newHash("sha256")), 0);
    }
}
