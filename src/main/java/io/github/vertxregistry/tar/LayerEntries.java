package io.github.vertxregistry.tar;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;

/**
 * Reads a layer's tar from a stream, entry by entry, and keeps nothing. No entry can make it keep or wait for more than a limit
 * allows, or has a path that leads out of the image. Blocking.
 */
public final class LayerEntries {
    private static final int MAX_SPARSE = 1 << 20;
    private static final int SPARSE_CONTINUES = 504;

    private final LayerBytes bytes;
    private final String layer;
    private final LayerBudget budget;
    private LayerBytes.Data data;
    private InputStream content;

    /**
     * Begins to read.
     *
     * @param in the plain tar
     * @param layer names it in failures
     * @param budget what may be read
     */
    public LayerEntries(InputStream in, String layer, LayerBudget budget) {
        this.bytes = new LayerBytes(in, layer);
        this.layer = layer;
        this.budget = budget;
        this.data = bytes.data(0);
        this.content = data;
    }

    /** What extension headers say of the entry behind them. */
    private static final class Extensions {
        private List<PaxRecord> records = List.of();
        private String name;
        private String link;

        /** An empty record says that there is none (POSIX.1-2001, pax). */
        String last(String key, String otherwise) {
            String found = "";
            for (PaxRecord each : records) {
                found = each.key().equals(key) ? each.value() : found;
            }
            return found.isEmpty() ? otherwise : found;
        }

        boolean isEmpty() {
            return records.isEmpty() && name == null && link == null;
        }
    }

    /** Returns whether the bytes begin with an entry's header, told by its checksum. */
    public static boolean isHeader(byte[] bytes) {
        return TarHeader.is(bytes, 0);
    }

    /**
     * Returns the next entry, or null at the tar's end; what is left of the data of the one before is passed over. Fails with
     * {@code TAR_UNREADABLE}, {@code TAR_INVALID} and {@code LIMIT_EXCEEDED}, and as reading the stream does.
     */
    public LayerEntry next() throws IOException {
        data.pass();
        Extensions extensions = new Extensions();
        for (; ; ) {
            byte[] block = bytes.block();
            if (block == null || TarHeader.isZero(block, 0)) {
                if (!extensions.isEmpty()) {
                    throw bytes.cut();
                }
                return null;
            }
            budget.header(layer);
            if (!TarHeader.is(block, 0)) {
                throw bytes.damaged("there is no tar header at byte " + (bytes.at() - TarHeader.LENGTH));
            }
            HeaderBlock header = new HeaderBlock(block);
            switch (header.type()) {
                // Of several the last one counts, as for Docker: what one can hold is bounded.
                case 'x', 'X' -> extensions.records = records(header);
                case 'L' -> extensions.name = text(header);
                case 'K' -> extensions.link = text(header);
                // Docker (Go's archive/tar) does not apply global records to entries.
                case 'g' -> bytes.extension(header);
                default -> {
                    return entry(header, extensions);
                }
            }
        }
    }

    /** Returns the bytes of the latest entry, of a sparse file all of them; they end with it. */
    public InputStream data() {
        return content;
    }

    private LayerEntry entry(HeaderBlock header, Extensions extensions) throws IOException {
        String name = extensions.name == null ? header.name() : extensions.name;
        String raw = extensions.last("GNU.sparse.name", extensions.last("path", name));
        String path = LayerNames.path(raw, layer);
        budget.name(path, layer);
        LayerEntry.Kind kind = kind(header, raw);
        if (path.isEmpty() && kind != LayerEntry.Kind.FOLDER) {
            throw bytes.damaged("the root of the image is no folder, before byte " + bytes.at());
        }
        byte[] more = header.type() == 'S' ? sparse(header) : new byte[0];
        long size = kind == LayerEntry.Kind.FILE ? size(header, extensions) : 0;
        data = bytes.data(size);
        content = data;
        if (kind == LayerEntry.Kind.FILE && (header.type() == 'S' || SparseMap.isIn(extensions.records))) {
            return counted(expanded(header, more, extensions.records, path));
        }
        return counted(new LayerEntry(header, extensions.records, kind, path, link(kind, header, extensions), size));
    }

    private LayerEntry counted(LayerEntry entry) {
        long bytes = entry.link() == null ? 0 : entry.link().length();
        for (PaxRecord each : entry.records()) {
            bytes += each.key().length() + each.value().length();
        }
        budget.more(bytes, layer);
        return entry;
    }

    /** Nobody above has to know that a file was sparse. */
    private LayerEntry expanded(HeaderBlock header, byte[] more, List<PaxRecord> records, String path)
            throws IOException {
        SparseMap map;
        try {
            map = header.type() == 'S' ? SparseMap.of(header, more) : SparseMap.of(records, data);
            map.check(data.left());
        } catch (IOException e) {
            throw bytes.damaged(e.getMessage() + ": " + TarFailures.quoted(LayerNames.text(path)))
                    .withCause(e);
        }
        content = map.expanded(data, zeros -> budget.hasFilled(zeros, layer));
        return LayerEntry.expanded(header, records, path, map.size());
    }

    private LayerEntry.Kind kind(HeaderBlock header, String name) {
        return switch (header.type()) {
            case 0, '0' -> name.endsWith("/") ? LayerEntry.Kind.FOLDER : LayerEntry.Kind.FILE;
            case '7', 'S' -> LayerEntry.Kind.FILE;
            case '1' -> LayerEntry.Kind.HARDLINK;
            case '2' -> LayerEntry.Kind.SYMLINK;
            case '3' -> LayerEntry.Kind.CHARACTER_DEVICE;
            case '4' -> LayerEntry.Kind.BLOCK_DEVICE;
            case '5' -> LayerEntry.Kind.FOLDER;
            case '6' -> LayerEntry.Kind.FIFO;
            default ->
                throw RegistryException.of(
                                FailureKind.TAR_INVALID,
                                layer + ": the entry " + TarFailures.quoted(LayerNames.text(name))
                                        + " is of the unknown type " + (int) header.type())
                        .withHint("build the image again; docker cannot unpack this one either");
        };
    }

    private String link(LayerEntry.Kind kind, HeaderBlock header, Extensions extensions) {
        String raw = extensions.last("linkpath", extensions.link == null ? header.link() : extensions.link);
        return switch (kind) {
            case HARDLINK -> LayerNames.path(raw, layer);
            case SYMLINK -> {
                if (raw.length() > LayerNames.MAX_PATH) {
                    throw TarFailures.tooMany(layer, "a link has a target of " + raw.length() + " bytes");
                }
                yield LayerNames.checked(raw, layer);
            }
            default -> null;
        };
    }

    private long size(HeaderBlock header, Extensions extensions) throws IOException {
        String own = extensions.last("size", null);
        long size = own == null ? header.size() : number(own);
        if (size < 0) {
            throw bytes.damaged("an entry has a negative size before byte " + bytes.at());
        }
        return size;
    }

    private long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw bytes.damaged("an entry's size is no number before byte " + bytes.at())
                    .withCause(e);
        }
    }

    /** Returns the blocks that go on with an old GNU header's map of a sparse file. */
    private byte[] sparse(HeaderBlock header) throws IOException {
        byte[] all = new byte[0];
        boolean more = header.isContinued();
        while (more) {
            byte[] block = bytes.block();
            if (block == null) {
                throw bytes.cut();
            }
            if (all.length >= MAX_SPARSE) {
                throw TarFailures.tooMany(layer, "a sparse file has a map of more than " + MAX_SPARSE + " bytes");
            }
            int length = all.length;
            all = Arrays.copyOf(all, length + block.length);
            System.arraycopy(block, 0, all, length, block.length);
            more = block[SPARSE_CONTINUES] != 0;
        }
        return all;
    }

    private List<PaxRecord> records(HeaderBlock header) throws IOException {
        byte[] extension = bytes.extension(header);
        try {
            return PaxRecords.all(extension);
        } catch (IOException e) {
            throw bytes.damaged(e.getMessage() + " before byte " + bytes.at()).withCause(e);
        }
    }

    private String text(HeaderBlock header) throws IOException {
        byte[] extension = bytes.extension(header);
        return HeaderBlock.text(extension, 0, extension.length);
    }
}
