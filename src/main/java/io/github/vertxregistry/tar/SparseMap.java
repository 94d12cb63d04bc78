package io.github.vertxregistry.tar;

import io.github.vertxregistry.compress.BlockInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * Where the data of a sparse file lie in it, all else being zeros: as old GNU headers say it, and PAX records of the versions 0.0, 0.1
 * and 1.0 (GNU tar manual, "Storing Sparse Files"). What is no such map fails with an {@link IOException} that words it.
 */
final class SparseMap {
    private static final String PREFIX = "GNU.sparse.";
    private static final int MAX_BYTES = 1 << 20;
    private static final int HEADER_MAP = 386;
    private static final int HEADER_PARTS = 4;
    private static final int MORE_PARTS = 21;
    private static final int NUMBER = 12;
    private static final int REAL_SIZE = 483;

    private final long size;
    private final List<Part> parts;

    private SparseMap(long size, List<Part> parts) {
        this.size = size;
        this.parts = parts;
    }

    /** Data that lie together. */
    private record Part(long offset, long length) {}

    /** Returns whether an entry is described by such records. */
    static boolean isIn(List<PaxRecord> records) {
        return records.stream().anyMatch(SparseMap::isOfMap);
    }

    /** Returns whether a record tells of a sparse file alone. */
    static boolean isOfMap(PaxRecord record) {
        return record.key().startsWith(PREFIX);
    }

    /** Reads the map of an old GNU header, and of the blocks that go on with it. */
    static SparseMap of(HeaderBlock header, byte[] more) throws IOException {
        List<Part> parts = new ArrayList<>();
        add(parts, header, HEADER_MAP, HEADER_PARTS);
        for (int at = 0; at < more.length; at += TarHeader.LENGTH) {
            add(parts, new HeaderBlock(Arrays.copyOfRange(more, at, at + TarHeader.LENGTH)), 0, MORE_PARTS);
        }
        return new SparseMap(header.number(REAL_SIZE, NUMBER), parts);
    }

    private static void add(List<Part> parts, HeaderBlock block, int at, int most) {
        for (int part = 0; part < most; part++) {
            int offset = at + part * 2 * NUMBER;
            parts.add(new Part(block.number(offset, NUMBER), block.number(offset + NUMBER, NUMBER)));
        }
        parts.removeIf(part -> part.length == 0);
    }

    /**
     * Reads the map of PAX records.
     *
     * @param data of the entry, which begin with the map since version 1.0
     */
    static SparseMap of(List<PaxRecord> records, InputStream data) throws IOException {
        long size = -1;
        String major = null;
        List<Long> numbers = new ArrayList<>();
        for (PaxRecord record : records) {
            switch (record.key()) {
                case PREFIX + "size", PREFIX + "realsize" -> size = number(record.value());
                case PREFIX + "major" -> major = record.value();
                case PREFIX + "offset", PREFIX + "numbytes" -> numbers.add(number(record.value()));
                case PREFIX + "map" -> {
                    for (String each : record.value().split(",", -1)) {
                        numbers.add(number(each));
                    }
                }
                default -> {}
            }
        }
        if (major != null && !major.equals("0") && !major.equals("1")) {
            throw new IOException("a sparse file has a map of an unknown version");
        }
        return new SparseMap(size, parts("1".equals(major) ? numbers(data) : numbers));
    }

    private static List<Part> parts(List<Long> numbers) throws IOException {
        if (numbers.size() % 2 != 0) {
            throw wrong();
        }
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < numbers.size(); i += 2) {
            parts.add(new Part(numbers.get(i), numbers.get(i + 1)));
        }
        parts.removeIf(part -> part.length == 0);
        return parts;
    }

    /** Reads a number of parts, and so many pairs, each number on a line, in whole blocks. */
    private static List<Long> numbers(InputStream data) throws IOException {
        List<Long> numbers = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        long wanted = 1;
        for (int read = 0; numbers.size() < wanted; read += TarHeader.LENGTH) {
            byte[] block = data.readNBytes(TarHeader.LENGTH);
            if (block.length < TarHeader.LENGTH || read == MAX_BYTES) {
                throw wrong();
            }
            for (char each : new String(block, StandardCharsets.ISO_8859_1).toCharArray()) {
                if (numbers.size() < wanted && each != '\n') {
                    line.append(each);
                } else if (numbers.size() < wanted) {
                    numbers.add(number(line.toString()));
                    line.setLength(0);
                    wanted = 1 + 2 * Math.min(numbers.get(0), MAX_BYTES);
                }
            }
        }
        return numbers.subList(1, numbers.size());
    }

    private static long number(String text) throws IOException {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw wrong();
        }
    }

    private static IOException wrong() {
        return new IOException("a sparse file has a map that is none");
    }

    /** Returns how long the file is. */
    long size() {
        return size;
    }

    /** Fails where the parts are not one behind the other, or not as long together as the data are. */
    void check(long dataLength) throws IOException {
        long end = 0;
        long all = 0;
        for (Part part : parts) {
            if (part.offset < end || part.length < 0 || part.length > size - part.offset) {
                throw wrong();
            }
            end = part.offset + part.length;
            all += part.length;
        }
        if (size < 0 || all != dataLength) {
            throw wrong();
        }
    }

    /** Is told of zeros before they are made. */
    @FunctionalInterface
    interface Zeros {
        void count(long bytes);
    }

    /** Returns the file's bytes. */
    InputStream expanded(InputStream data, Zeros zeros) {
        Iterator<Part> left = parts.iterator();
        return new BlockInput() {
            private Part part = next();
            private long at;

            private Part next() {
                return left.hasNext() ? left.next() : new Part(size, 0);
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                if (at == size || length == 0) {
                    return at == size ? -1 : 0;
                }
                if (at == part.offset + part.length) {
                    part = next();
                }
                boolean isHole = at < part.offset;
                int most = (int) Math.min(length, isHole ? part.offset - at : part.offset + part.length - at);
                if (isHole) {
                    zeros.count(most);
                    Arrays.fill(buffer, offset, offset + most, (byte) 0);
                }
                int read = isHole ? most : data.read(buffer, offset, most);
                at += Math.max(0, read);
                return read;
            }
        };
    }
}
