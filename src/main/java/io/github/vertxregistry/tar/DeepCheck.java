package io.github.vertxregistry.tar;

import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.TarBlob;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Reads every blob of a tar once and compares what it hashes to, packed and unpacked, with what is said of it. */
final class DeepCheck {
    private final Source source;
    private final Findings.Collected findings;
    private final Set<String> hashed = new HashSet<>();

    DeepCheck(Source source, Findings.Collected findings) {
        this.source = source;
        this.findings = findings;
    }

    void run() {
        for (Map.Entry<TarBlob, Set<Digest>> layer : findings.layers().entrySet()) {
            findings.attempt(layer.getKey().entry(), () -> layer(layer.getKey(), layer.getValue()));
        }
        for (String entry : source.blobs()) {
            if (!hashed.contains(entry)) {
                findings.attempt(entry, () -> named(entry));
            }
        }
    }

    private void layer(TarBlob layer, Set<Digest> diffIds) {
        hashed.add(layer.entry());
        Located located = new Located(layer.entry(), Path.of(layer.file()), layer.offset(), layer.size());
        if (layer.compression() == Compression.NONE || diffIds.isEmpty()) {
            check(layer, "hashes to", source.hash(located, layer.digest().algorithm()), layer.digest());
            diffIds.stream()
                    .filter(diffId -> diffId.algorithm().equals(layer.digest().algorithm()))
                    .filter(diffId -> layer.compression() == Compression.NONE)
                    .forEach(diffId -> check(layer, "hashes to", layer.digest(), diffId));
            return;
        }
        for (Digest diffId : diffIds) {
            unpack(layer, located, diffId);
        }
    }

    private void unpack(TarBlob layer, Located located, Digest diffId) {
        PackedLayers.Digests digests = source.packedLayers()
                .digests(located, layer.compression(), layer.digest().algorithm(), diffId.algorithm());
        check(layer, "hashes to", digests.packed(), layer.digest());
        if (!digests.unpacked().equals(diffId)) {
            findings.problem(layer.entry(), LayerFile.otherContent(source, layer.entry(), digests.unpacked(), diffId));
        }
    }

    private void named(String entry) {
        Digest name = BlobNames.ofBlob(entry).orElse(null);
        Located located = name == null ? null : source.find(entry);
        if (located != null && !source.hash(located, name.algorithm()).equals(name)) {
            throw TarFailures.wrongDigest(source.tar(), TarFailures.quoted(entry) + " does not hash to its name");
        }
    }

    private void check(TarBlob layer, String verb, Digest is, Digest shouldBe) {
        if (!is.equals(shouldBe)) {
            RegistryException failure = TarFailures.wrongDigest(
                    source.tar(),
                    "layer " + TarFailures.quoted(layer.entry()) + " " + verb + " " + is + ", not to " + shouldBe);
            findings.problem(layer.entry(), failure);
        }
    }
}
