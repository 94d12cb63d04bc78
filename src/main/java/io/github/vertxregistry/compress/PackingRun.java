package io.github.vertxregistry.compress;

import io.github.vertxregistry.model.Digest;
import java.security.MessageDigest;
import java.util.zip.CRC32;

/**
 * Counts and hashes both sides of what is compressed, block after block in their order. The two sides may be at different blocks,
 * on different threads, one thread a side at a time; a block's packed side is counted after its plain one where it is the last.
 */
public final class PackingRun {
    private final MessageDigest plainHash;
    private final MessageDigest packedHash;
    private long plain;
    private int crc32;
    private long packed;

    /** Goes on from there. */
    public PackingRun(PackedSoFar from) {
        this.plainHash = from.plainHash().goOn();
        this.packedHash = from.packedHash().goOn();
        this.plain = from.plain();
        this.packed = from.packed();
        this.crc32 = from.crc32();
    }

    /** What is known of the plain side behind a block. */
    public record Plain(long count, HashSoFar hash, int crc32) {}

    /** What is known of the packed side behind a block. */
    public record Packed(long count, HashSoFar hash) {
        /** Returns both sides together. */
        public PackedSoFar with(Plain side) {
            return new PackedSoFar(side.count(), count, side.hash(), hash, side.crc32());
        }
    }

    /** Counts a block's plain bytes. */
    public Plain plain(PackingBlock block) {
        int length = block.plain().remaining();
        CRC32 crc = new CRC32();
        crc.update(block.plain());
        crc32 = JoinedCrc.of(crc32, (int) crc.getValue(), length);
        plainHash.update(block.plain());
        plain += length;
        return new Plain(plain, HashSoFar.of(plainHash), crc32);
    }

    /** Counts what a block has become, and ends the whole behind the last one. */
    public Packed packed(PackingBlock block, boolean last) {
        if (last) {
            block.end(crc32, plain);
        }
        packed += block.packed().remaining();
        packedHash.update(block.packed());
        return new Packed(packed, HashSoFar.of(packedHash));
    }

    /** Returns what the plain bytes hash to, when all are counted. */
    public static Digest plainDigest(PackedSoFar end, Digest expected) {
        return Digest.of(expected.algorithm(), end.plainHash().goOn());
    }

    /** Returns what the packed bytes hash to, when all are counted. */
    public static Digest packedDigest(PackedSoFar end) {
        return Digest.of("sha256", end.packedHash().goOn());
    }
}
