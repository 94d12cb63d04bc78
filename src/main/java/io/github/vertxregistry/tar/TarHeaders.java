package io.github.vertxregistry.tar;

import io.github.vertxregistry.error.RegistryException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;

/**
 * Goes through a tar's headers and keeps nothing else. No header can make it read, keep or wait for more than a limit allows.
 */
final class TarHeaders {
    /** A header with a long name and what that belongs to. */
    private static final int LEAST_AHEAD = 2 << 10;
    /** Reading what lies between two headers costs less than another call to the system. */
    private static final int NEAR = 8 << 10;

    private static final int MOST_AHEAD = 64 << 10;
    private static final int MAX_EXTENSION = 1 << 20;
    private static final int SPARSE_CONTINUES = 504;

    private final TarBytes bytes;
    private final String tar;
    private final long length;
    private final int maxHeaders;
    private final byte[] window = new byte[MOST_AHEAD];
    private int ahead = LEAST_AHEAD;
    private long windowStart;
    private long windowEnd;
    private long position;
    private int headers;

    TarHeaders(TarBytes bytes, String tar, int maxHeaders) throws IOException {
        this.bytes = bytes;
        this.tar = tar;
        this.length = bytes.size();
        this.maxHeaders = maxHeaders;
    }

    /** Returns where the next header is looked for. */
    long position() {
        return position;
    }

    /** Returns the length of the tar. */
    long length() {
        return length;
    }

    /** Returns the next entry, or null at the tar's end. */
    TarEntry next() throws IOException {
        Extensions extensions = new Extensions();
        for (; ; ) {
            long at = position;
            int block = headerBlock(!extensions.isEmpty());
            if (block < 0) {
                return null;
            }
            TarHeader header = decode(block, at);
            position += TarHeader.LENGTH;
            switch (header.type()) {
                case 'x', 'X' -> extensions.pax = pax(extension(header, at), at);
                case 'L' -> extensions.name = text(extension(header, at));
                case 'K' -> extensions.link = text(extension(header, at));
                // Docker (Go's archive/tar) does not apply global records to entries.
                case 'g' -> extension(header, at);
                default -> {
                    return entry(header, extensions, at);
                }
            }
        }
    }

    /** Returns where in the window the next header stands, or -1 at the tar's end. */
    private int headerBlock(boolean entryMustFollow) throws IOException {
        if (++headers > maxHeaders) {
            throw TarFailures.tooMuch(tar, "it has more than " + maxHeaders + " entries", "maxEntries");
        }
        int block = position >= length ? -1 : block(position);
        boolean end = block < 0 || TarHeader.isZero(window, block);
        if (end && entryMustFollow) {
            throw TarFailures.unreadable(tar, "is truncated: no entry follows the long name at byte " + position);
        }
        if (end) {
            return -1;
        }
        if (length - position < TarHeader.LENGTH) {
            throw TarFailures.unreadable(
                    tar,
                    position == 0
                            ? "is not a tar: it is shorter than a header"
                            : "is truncated in the header at byte " + position);
        }
        return block;
    }

    private TarHeader decode(int block, long at) {
        if (!TarHeader.is(window, block)) {
            throw TarFailures.unreadable(
                    tar, at == 0 ? "is not a tar" : "is damaged: there is no tar header at byte " + at);
        }
        try {
            return TarHeader.decode(window, block);
        } catch (IOException e) {
            throw damaged(at, e);
        }
    }

    private byte[] extension(TarHeader header, long at) throws IOException {
        long size = header.size();
        if (size > MAX_EXTENSION) {
            throw TarFailures.tooMany(
                    tar,
                    "the header at byte " + at + " announces a name or record of " + size + " bytes, more than "
                            + MAX_EXTENSION);
        }
        checkInside("the header at byte " + at, size);
        byte[] data = new byte[(int) size];
        read(ByteBuffer.wrap(data), position);
        position += padded(size);
        return data;
    }

    private Map<String, String> pax(byte[] data, long at) {
        try {
            return PaxRecords.parse(data);
        } catch (IOException e) {
            throw damaged(at, e);
        }
    }

    private TarEntry entry(TarHeader header, Extensions extensions, long at) throws IOException {
        String name = EntryNames.normal(extensions.name(header));
        TarEntry.Kind kind = kind(header.type(), extensions);
        if (header.type() == 'S') {
            skipSparseBlocks(header);
        }
        // The size of links, devices and folders is of something else, or of nothing (Go's isHeaderOnlyType).
        long size = header.type() >= '1' && header.type() <= '6' ? 0 : size(header, extensions, at);
        checkInside("entry " + TarFailures.quoted(name), size);
        TarEntry entry = new TarEntry(name, kind, position, size, link(kind, header, extensions));
        position += padded(size);
        return entry;
    }

    private static String link(TarEntry.Kind kind, TarHeader header, Extensions extensions) {
        return switch (kind) {
            case SYMLINK, HARDLINK -> extensions.link(header);
            default -> null;
        };
    }

    private static TarEntry.Kind kind(byte type, Extensions extensions) {
        if (extensions.isSparse()) {
            return TarEntry.Kind.SPARSE;
        }
        return switch (type) {
            case 0, '0', '7' -> TarEntry.Kind.FILE;
            case '1' -> TarEntry.Kind.HARDLINK;
            case '2' -> TarEntry.Kind.SYMLINK;
            case '5' -> TarEntry.Kind.FOLDER;
            case 'S' -> TarEntry.Kind.SPARSE;
            default -> TarEntry.Kind.OTHER;
        };
    }

    private long size(TarHeader header, Extensions extensions, long at) {
        String own = extensions.pax.get("size");
        if (own == null) {
            return header.size();
        }
        try {
            long size = Long.parseLong(own);
            if (size >= 0) {
                return size;
            }
        } catch (NumberFormatException e) {
            throw damaged(at, e);
        }
        throw damaged(at, null);
    }

    private void skipSparseBlocks(TarHeader header) throws IOException {
        boolean more = header.isContinued();
        while (more) {
            more = window[headerBlock(true) + SPARSE_CONTINUES] != 0;
            position += TarHeader.LENGTH;
        }
    }

    private void checkInside(String what, long size) {
        if (size > length - position) {
            throw TarFailures.unreadable(
                    tar,
                    "is truncated: the data of " + what + " start at byte " + position + " and are " + size
                            + " bytes long, the file ends at byte " + length);
        }
    }

    private RegistryException damaged(long at, Exception cause) {
        RegistryException failure =
                TarFailures.unreadable(tar, "is damaged: the tar header at byte " + at + " is wrong");
        return cause == null ? failure : failure.withCause(cause);
    }

    /** Returns where in the window the block stands, what lies behind the file's end being zero. */
    private int block(long at) throws IOException {
        if (at < windowStart || at + TarHeader.LENGTH > windowEnd) {
            // Of a tar of large files the headers alone are read; one of small files is read as a whole, by far fewer
            // calls.
            ahead = at - windowEnd < NEAR ? Math.min(ahead * 2, MOST_AHEAD) : LEAST_AHEAD;
            ByteBuffer space = ByteBuffer.wrap(window, 0, ahead);
            read(space, at);
            Arrays.fill(window, space.position(), ahead, (byte) 0);
            windowStart = at;
            windowEnd = at + ahead;
        }
        return (int) (at - windowStart);
    }

    private void read(ByteBuffer buffer, long at) throws IOException {
        long from = at;
        while (buffer.hasRemaining()) {
            int read = bytes.read(buffer, from);
            if (read < 0) {
                return;
            }
            from += read;
        }
    }

    private static long padded(long size) {
        return (size + TarHeader.LENGTH - 1) / TarHeader.LENGTH * TarHeader.LENGTH;
    }

    private static String text(byte[] data) {
        return TarHeader.text(data, 0, data.length);
    }

    /** What extension headers say of the entry behind them. */
    private static final class Extensions {
        private Map<String, String> pax = Map.of();
        private String name;
        private String link;

        boolean isEmpty() {
            return pax.isEmpty() && name == null && link == null;
        }

        boolean isSparse() {
            for (String key : pax.keySet()) {
                if (key.startsWith("GNU.sparse.")) {
                    return true;
                }
            }
            return false;
        }

        String name(TarHeader header) {
            String fallback = name == null ? header.name() : name;
            return pax.getOrDefault("GNU.sparse.name", pax.getOrDefault("path", fallback));
        }

        String link(TarHeader header) {
            return pax.getOrDefault("linkpath", link == null ? header.link() : link);
        }
    }
}
