package io.github.vertxregistry.tar;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An entry of a layer as its tar has it: its header and PAX records are kept byte for byte, so that what is not understood here
 * (extended attributes, large ids, fractions of seconds) can be written again as it was. A sparse file is one like any other.
 */
public final class LayerEntry {
    private static final String XATTR = "SCHILY.xattr.";

    private final HeaderBlock header;
    private final List<PaxRecord> records;
    private final Kind kind;
    private final String path;
    private final String link;
    private final long size;

    /** What an entry is. */
    public enum Kind {
        FILE('0'),
        FOLDER('5'),
        SYMLINK('2'),
        HARDLINK('1'),
        CHARACTER_DEVICE('3'),
        BLOCK_DEVICE('4'),
        FIFO('6');

        private final char type;

        Kind(char type) {
            this.type = type;
        }
    }

    LayerEntry(HeaderBlock header, List<PaxRecord> records, Kind kind, String path, String link, long size) {
        this.header = header;
        this.records = records;
        this.kind = kind;
        this.path = path;
        this.link = link;
        this.size = size;
    }

    /**
     * Makes an entry of what a file system has.
     *
     * @param link what a link leads to, else null
     * @param size the length of a file, else 0
     */
    public static LayerEntry of(
            Kind kind, String path, String link, int mode, long uid, long gid, long modified, long size) {
        List<PaxRecord> records = new ArrayList<>();
        HeaderBlock header = HeaderBlock.of(kind.type).withNumber(100, 8, mode);
        number(header, records, "uid", 108, 8, uid);
        number(header, records, "gid", 116, 8, gid);
        number(header, records, "size", 124, 12, size);
        number(header, records, "mtime", 136, 12, modified);
        return new LayerEntry(header, records, kind, path, link, size);
    }

    /** Returns the same with extended attributes, their values' bytes a character each. */
    public LayerEntry withAttributes(Map<String, String> attributes) {
        List<PaxRecord> all = new ArrayList<>(records);
        new TreeMap<>(attributes).forEach((name, value) -> all.add(new PaxRecord(XATTR + LayerNames.of(name), value)));
        return new LayerEntry(header, all, kind, path, link, size);
    }

    /** Makes an entry of one whose data were the parts of a sparse file. */
    static LayerEntry expanded(HeaderBlock sparse, List<PaxRecord> all, String path, long size) {
        List<PaxRecord> records = new ArrayList<>(all);
        records.removeIf(each -> each.key().equals("size") || SparseMap.isOfMap(each));
        HeaderBlock header = sparse.copy().withoutSparse().withType(Kind.FILE.type);
        number(header, records, "size", 124, 12, size);
        return new LayerEntry(header, records, Kind.FILE, path, null, size);
    }

    private static void number(
            HeaderBlock header, List<PaxRecord> records, String key, int offset, int length, long value) {
        boolean fits = value >= 0 && value < 1L << (3 * (length - 1));
        header.withNumber(offset, length, fits ? value : 0);
        if (!fits) {
            records.add(new PaxRecord(key, String.valueOf(value)));
        }
    }

    /** Returns what it is. */
    public Kind kind() {
        return kind;
    }

    /** Returns where it lies, see {@link LayerNames}. */
    public String path() {
        return path;
    }

    /** Returns what a symbolic link leads to, as it stands there, and of a hard link the path of the other name; else null. */
    public String link() {
        return link;
    }

    /** Returns how many bytes a file has. */
    public long size() {
        return size;
    }

    /** Returns its permissions, set-id and sticky bits included. */
    public int mode() {
        return (int) (header.number(100, 8) & 07777);
    }

    /** Returns the user's number. */
    public long uid() {
        return number("uid", header.number(108, 8));
    }

    /** Returns the group's number. */
    public long gid() {
        return number("gid", header.number(116, 8));
    }

    /** Returns when it was last changed, in whole seconds since 1970. */
    public long modified() {
        String exact = record("mtime");
        if (exact == null) {
            return header.number(136, 12);
        }
        int dot = exact.indexOf('.');
        return parse(dot < 0 ? exact : exact.substring(0, dot), 0);
    }

    /** Returns a device's numbers, {@code major:minor}. */
    public String device() {
        return header.number(329, 8) + ":" + header.number(337, 8);
    }

    /** Returns its extended attributes, the bytes of their names and values a character each. */
    public Map<String, String> attributes() {
        Map<String, String> attributes = new TreeMap<>();
        for (PaxRecord each : records) {
            if (each.key().startsWith(XATTR)) {
                attributes.put(each.key().substring(XATTR.length()), each.value());
            }
        }
        return attributes;
    }

    private long number(String key, long otherwise) {
        String text = record(key);
        return text == null ? otherwise : parse(text, otherwise);
    }

    private static long parse(String text, long otherwise) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    private String record(String key) {
        String found = null;
        for (PaxRecord each : records) {
            found = each.key().equals(key) ? each.value() : found;
        }
        return found == null || found.isEmpty() ? null : found;
    }

    HeaderBlock header() {
        return header;
    }

    List<PaxRecord> records() {
        return records;
    }
}
