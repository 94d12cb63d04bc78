package io.github.vertxregistry.cli;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.AssembledImage;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.ImageReference;
import java.util.List;

/** What the commands that put images together have in common: how their images are typed, and how the outcome is shown. */
final class AssembledText {
    private AssembledText() {}

    /** Reads the name that is written: it has no digest, since that follows. */
    static ImageName target(String typed, Settings settings) {
        ImageName to = ImageName.of(typed, settings);
        if (to.name().digest() != null) {
            throw ImageName.wrong(typed, "has a digest: what is written gets a tag, its digest follows")
                    .withHint("write it as repository:tag");
        }
        return to;
    }

    /** Reads another image of the same registry; it need not name that again. */
    static ImageReference beside(ImageName target, String typed, Settings settings) {
        ImageName image = ImageName.of(typed, settings);
        String there =
                target.registry() == null ? settings.config().registries().byDefault() : target.registry();
        if (image.registry() != null && !image.registry().equals(there)) {
            throw RegistryException.of(
                            FailureKind.BAD_REQUEST, "'" + typed + "' is not of the registry of " + target.name())
                    .withHint("all images are of one registry: copy it there first");
        }
        return image.name();
    }

    /** Tells, beside the result, what was left out; in the one JSON document it stands itself. */
    static void warn(AssembledImage reply, Output output) {
        if (!output.isJson()) {
            reply.warnings().forEach(warning -> output.note("warning: " + warning));
        }
    }

    static List<String> lines(AssembledImage reply) {
        Table table = new Table()
                .row("written", reply.reference())
                .row("digest", reply.digest().toString())
                .row("type", reply.mediaType());
        reply.manifests()
                .forEach(manifest ->
                        table.row(platform(manifest), manifest.digest().toString()));
        return table.row(
                        "blobs",
                        reply.uploaded() + " uploaded, " + reply.mounted() + " mounted, " + reply.skipped()
                                + " there already; " + Table.size(reply.bytes()) + " sent")
                .lines();
    }

    private static String platform(Descriptor manifest) {
        return manifest.platform() == null ? "artifact" : manifest.platform().toString();
    }
}
