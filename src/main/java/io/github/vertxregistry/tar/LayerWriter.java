package io.github.vertxregistry.tar;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a tar of entries that other tars had: the same calls give the same bytes. A name or link that a header has no room for
 * becomes a PAX record; all else of an entry stays as it was, but for what its name was written with. Blocking.
 */
public final class LayerWriter {
    private static final int BUFFER = 64 << 10;

    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER];

    /** Begins a tar; the stream is the caller's to close. */
    public LayerWriter(OutputStream out) {
        this.out = out;
    }

    /** Writes an entry under a path, with its data. */
    public void entry(LayerEntry entry, String path, InputStream data) throws IOException {
        String name = entry.kind() == LayerEntry.Kind.FOLDER ? folderName(path) : path;
        HeaderBlock header = entry.header().copy();
        if (entry.kind() == LayerEntry.Kind.FOLDER) {
            header.withType('5');
        }
        boolean hasData = entry.kind() == LayerEntry.Kind.FILE;
        header(hasData ? header : header.withSize(0), entry, name, entry.link());
        if (hasData) {
            copy(data, entry.size());
        }
    }

    /** Writes a path as another name of one that has been written. */
    public void link(LayerEntry like, String path, String other) throws IOException {
        header(like.header().copy().withType('1').withSize(0), like, path, other);
    }

    /** Ends the tar. */
    public void finish() throws IOException {
        out.write(new byte[2 * TarHeader.LENGTH]);
    }

    private static String folderName(String path) {
        return path.isEmpty() ? "./" : path + "/";
    }

    private void header(HeaderBlock header, LayerEntry entry, String name, String link) throws IOException {
        boolean isLink = header.type() == '1';
        List<PaxRecord> records = new ArrayList<>();
        for (PaxRecord each : entry.records()) {
            switch (each.key()) {
                case "path", "linkpath" -> {}
                default -> {
                    if (!isLink || !each.key().equals("size")) {
                        records.add(each);
                    }
                }
            }
        }
        addLong(records, "path", name);
        addLong(records, "linkpath", link);
        if (!records.isEmpty()) {
            extension(records);
        }
        out.write(header.withName(name).withLink(link == null ? "" : link).finished());
    }

    private static void addLong(List<PaxRecord> records, String key, String text) {
        if (text != null && !HeaderBlock.hasRoom(text)) {
            records.add(new PaxRecord(key, text));
        }
    }

    private void extension(List<PaxRecord> records) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        records.forEach(each -> bytes.writeBytes(each.encoded()));
        out.write(HeaderBlock.of('x')
                .withName("PaxHeaders/0")
                .withSize(bytes.size())
                .finished());
        bytes.writeTo(out);
        pad(bytes.size());
    }

    private void copy(InputStream data, long size) throws IOException {
        for (int read = data.read(buffer, 0, BUFFER); read >= 0; read = data.read(buffer, 0, BUFFER)) {
            out.write(buffer, 0, read);
        }
        pad(size);
    }

    private void pad(long size) throws IOException {
        out.write(new byte[(int) ((TarHeader.LENGTH - size % TarHeader.LENGTH) % TarHeader.LENGTH)]);
    }
}
