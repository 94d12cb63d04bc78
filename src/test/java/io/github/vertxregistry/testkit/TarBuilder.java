package io.github.vertxregistry.testkit;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarUtils;

/** Builds tars byte by byte, sound ones and broken ones; the same calls give the same bytes. */
public final class TarBuilder {
    /** The length of a header, and what data are padded to. */
    public static final int BLOCK = 512;

    private static final int NAME_LENGTH = 100;
    private static final int SIZE_OFFSET = 124;
    private static final int SIZE_LENGTH = 12;
    private static final int CHECKSUM_OFFSET = 148;
    private static final int CHECKSUM_LENGTH = 8;
    private static final int TYPE_OFFSET = 156;
    private static final int LINK_OFFSET = 157;
    private static final int MAGIC_OFFSET = 257;

    private final List<Item> items = new ArrayList<>();
    private boolean withEnd = true;
    private boolean pax;

    private record Item(String name, Buffer bytes) {}

    /** Writes names that are too long for a header as PAX records from here on, and not as GNU entries. */
    public TarBuilder paxNames() {
        pax = true;
        return this;
    }

    /** Leaves out the two blocks of zeros that end an archive. */
    public TarBuilder withoutEnd() {
        withEnd = false;
        return this;
    }

    public TarBuilder file(String name, byte[] content) {
        return add(name, entry(name, '0', content, ""));
    }

    public TarBuilder file(String name, String content) {
        return file(name, content.getBytes(StandardCharsets.UTF_8));
    }

    public TarBuilder folder(String name) {
        return add(name, entry(name + "/", '5', new byte[0], ""));
    }

    public TarBuilder symlink(String name, String target) {
        return add(name, entry(name, '2', new byte[0], target));
    }

    public TarBuilder hardlink(String name, String target) {
        return add(name, entry(name, '1', new byte[0], target));
    }

    /** Adds bytes as they are. */
    public TarBuilder raw(byte[] bytes) {
        return add("", bytes);
    }

    /** Takes away all entries of that name. */
    public TarBuilder without(String name) {
        items.removeIf(item -> item.name.equals(name));
        return this;
    }

    /** Puts other content in the place of an entry. */
    public TarBuilder replace(String name, byte[] content) {
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).name.equals(name)) {
                items.set(i, new Item(name, Buffer.buffer(entry(name, '0', content, ""))));
                return this;
            }
        }
        throw new IllegalArgumentException("no entry " + name + " among " + names());
    }

    public TarBuilder replace(String name, String content) {
        return replace(name, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Sorts the entries by name, as docker 25 does: blobs stand before the JSON that names them. */
    public TarBuilder sorted() {
        items.sort(Comparator.comparing(Item::name));
        return this;
    }

    /** Returns the entries' names. */
    public List<String> names() {
        return items.stream().map(Item::name).toList();
    }

    /** Returns whether there is an entry of that name. */
    public boolean has(String name) {
        return items.stream().anyMatch(item -> item.name.equals(name));
    }

    private TarBuilder add(String name, byte[] bytes) {
        items.add(new Item(name, Buffer.buffer(bytes)));
        return this;
    }

    private byte[] entry(String name, char type, byte[] content, String link) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (name.getBytes(StandardCharsets.UTF_8).length > NAME_LENGTH) {
            out.writeBytes(longName(name));
        }
        if (link.length() > NAME_LENGTH) {
            out.writeBytes(padded(header("././@LongLink", 'K', link.length() + 1L, ""), link));
        }
        out.writeBytes(header(name, type, content.length, link));
        out.writeBytes(content);
        out.writeBytes(new byte[padding(content.length)]);
        return out.toByteArray();
    }

    private byte[] longName(String name) {
        if (!pax) {
            int length = name.getBytes(StandardCharsets.UTF_8).length;
            return padded(header("././@LongLink", 'L', length + 1L, ""), name);
        }
        return paxHeader(paxRecord("path", name));
    }

    /** Returns an extended header with those records. */
    public static byte[] paxHeader(String records) {
        byte[] bytes = records.getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(
                header("PaxHeaders/x", 'x', bytes.length, ""), BLOCK + bytes.length + padding(bytes.length));
        System.arraycopy(bytes, 0, all, BLOCK, bytes.length);
        return all;
    }

    /** Returns a PAX record, its own length in front. */
    public static String paxRecord(String key, String value) {
        int rest = (" " + key + "=" + value + "\n").getBytes(StandardCharsets.UTF_8).length;
        int length = rest + String.valueOf(rest).length();
        length = rest + String.valueOf(length).length();
        return length + " " + key + "=" + value + "\n";
    }

    /** Returns header and text, a NUL behind it, filled up to whole blocks. */
    private static byte[] padded(byte[] header, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = BLOCK + bytes.length + 1;
        byte[] all = Arrays.copyOf(header, length + padding(length));
        System.arraycopy(bytes, 0, all, BLOCK, bytes.length);
        return all;
    }

    private static int padding(int length) {
        return (BLOCK - length % BLOCK) % BLOCK;
    }

    /** Returns a header of 512 bytes with a right checksum; a size above 8 GiB is written in base 256. */
    public static byte[] header(String name, char type, long size, String link) {
        byte[] block = new byte[BLOCK];
        put(block, 0, NAME_LENGTH, name);
        TarUtils.formatLongOctalBytes(0644, block, 100, 8);
        TarUtils.formatLongOctalBytes(0, block, 108, 8);
        TarUtils.formatLongOctalBytes(0, block, 116, 8);
        TarUtils.formatLongOctalOrBinaryBytes(size, block, SIZE_OFFSET, SIZE_LENGTH);
        TarUtils.formatLongOctalBytes(0, block, 136, 12);
        block[TYPE_OFFSET] = (byte) type;
        put(block, LINK_OFFSET, NAME_LENGTH, link);
        put(block, MAGIC_OFFSET, 8, "ustar  ");
        return withChecksum(block);
    }

    /** Sets a header's checksum right again. */
    public static byte[] withChecksum(byte[] block) {
        Arrays.fill(block, CHECKSUM_OFFSET, CHECKSUM_OFFSET + CHECKSUM_LENGTH, (byte) ' ');
        TarUtils.formatCheckSumOctalBytes(TarUtils.computeCheckSum(block), block, CHECKSUM_OFFSET, CHECKSUM_LENGTH);
        return block;
    }

    private static void put(byte[] block, int offset, int length, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, block, offset, Math.min(length, bytes.length));
    }

    public byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        items.forEach(item -> out.writeBytes(item.bytes.getBytes()));
        if (withEnd) {
            out.writeBytes(new byte[2 * BLOCK]);
        }
        return out.toByteArray();
    }

    public Path write(Path file) {
        try {
            return Files.write(file, bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
