package io.github.vertxregistry.blob;

import io.github.vertxregistry.compress.BlockFormat;
import io.github.vertxregistry.compress.PackedSoFar;
import io.github.vertxregistry.compress.PackingRun;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.ByteSource;
import io.github.vertxregistry.model.ByteStream;
import io.github.vertxregistry.model.Digest;
import io.vertx.core.Future;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A plain layer, compressed while it is read: the same bytes however often it is opened. Their number and digest are known when
 * they have been read to their end, once; a stream ends only if the plain bytes hash to the layer's digest. To go on in the middle
 * it compresses again from a block's start that it remembers. Belongs to one context.
 */
public final class PackedSource implements ByteSource, UploadContent {
    /** When there are more, every second one is forgotten: the way from one to the place that is asked for doubles. */
    private static final int MOST_REMEMBERED = 256;

    private final Packing packing;
    private final BlockFormat format;
    private final ByteSource plain;
    private final Digest diffId;
    private final List<PackedSoFar> remembered = new ArrayList<>();
    private PackedSoFar whole;
    private long apart = 1;

    PackedSource(Packing packing, BlockFormat format, ByteSource plain, Digest diffId) {
        this.packing = packing;
        this.format = format;
        this.plain = plain;
        this.diffId = diffId;
        remembered.add(PackedSoFar.nothing(diffId));
    }

    @Override
    public long length() {
        return whole == null ? UNKNOWN : whole.packed();
    }

    @Override
    public String name() {
        return plain.name();
    }

    @Override
    public ByteSource source() {
        return this;
    }

    @Override
    public Digest label() {
        return diffId;
    }

    @Override
    public Digest digest() {
        return PackingRun.packedDigest(whole);
    }

    /** Tells of plain bytes, since their number is known: those that have become so many packed ones, or somewhat fewer. */
    @Override
    public long done(long sent) {
        return whole != null && sent >= whole.packed()
                ? whole.plain()
                : nearest(sent).plain();
    }

    /** Returns the number of plain bytes. */
    @Override
    public long total() {
        return plain.length();
    }

    @Override
    public Future<ByteStream> open(long offset, long length) {
        PackedSoFar from = nearest(offset);
        // A block needs what stands before it.
        long history = Math.min(from.plain(), format.historySize());
        long start = from.plain() - history;
        return plain.open(start, plain.length() - start).compose(opened -> {
            ByteBuffer before = ByteBuffer.allocateDirect(format.historySize()).limit((int) history);
            return fill(opened, before)
                    .<ByteStream>map(done -> new PackedStream(
                            packing, format, this, opened, from, before.flip(), offset - from.packed()))
                    .onFailure(cause -> opened.close());
        });
    }

    private PackedSoFar nearest(long packed) {
        PackedSoFar found = remembered.get(0);
        for (PackedSoFar each : remembered) {
            if (each.packed() <= packed) {
                found = each;
            }
        }
        return found;
    }

    /** A block is done, behind which compressing may be taken up. */
    void passed(PackedSoFar at) {
        PackedSoFar latest = remembered.get(remembered.size() - 1);
        if (at.plain() < latest.plain() + apart * format.blockSize()) {
            return;
        }
        remembered.add(at);
        if (remembered.size() > MOST_REMEMBERED) {
            apart *= 2;
            List<PackedSoFar> fewer = new ArrayList<>();
            for (int i = 0; i < remembered.size(); i += 2) {
                fewer.add(remembered.get(i));
            }
            remembered.clear();
            remembered.addAll(fewer);
        }
    }

    /** The last block is done; throws where the plain bytes are not those that the layer's digest names. */
    void ended(PackedSoFar end) {
        Digest found = PackingRun.plainDigest(end, diffId);
        if (!found.equals(diffId)) {
            throw RegistryException.of(
                            FailureKind.DIGEST_MISMATCH,
                            plain.name() + " does not hash to " + diffId + ", which the image's config names, but to "
                                    + found)
                    .withHint("the tar is damaged: 'tar validate --deep' tells where; save the image again");
        }
        whole = end;
    }

    /** The plain bytes ended too soon. */
    RegistryException changed() {
        return RegistryException.of(
                        FailureKind.TAR_UNREADABLE,
                        plain.name() + " has no longer as many bytes as it had: the file changed while it was read")
                .withHint("push again when nothing writes the file any more");
    }

    /** Reads until the place is full or the stream has ended. */
    public static Future<Void> fill(ByteStream stream, ByteBuffer place) {
        if (!place.hasRemaining()) {
            return Future.succeededFuture();
        }
        int before = place.position();
        // What a stream does to the position and limit of its place is its own matter.
        return stream.read(place.duplicate()).compose(read -> {
            place.position(before + read);
            return read == 0 ? Future.succeededFuture() : fill(stream, place);
        });
    }
}
