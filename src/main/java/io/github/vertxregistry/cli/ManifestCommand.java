package io.github.vertxregistry.cli;

import io.github.vertxregistry.message.ImageInfo;
import io.github.vertxregistry.message.ImageInfoRequest;
import io.github.vertxregistry.message.ManifestReply;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a manifest's exact bytes, with nothing added, so that they hash to its digest. */
@CommandLine.Command(name = "manifest", description = "Writes a manifest's exact bytes.")
final class ManifestCommand extends ToolkitCommand<ManifestReply> {
    @Parameters(index = "0", paramLabel = "IMAGE", description = "Such as localhost:15000/team/app:1.0.")
    private String image;

    @Option(names = "--platform", paramLabel = "P", description = "Of an index, the manifest for os/arch[/variant].")
    private String platform;

    ManifestCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    Question<ManifestReply> question(Settings settings) {
        ImageName asked = ImageName.of(image, settings);
        if (platform == null) {
            return session -> session.await(
                    session.client().withRegistry(asked.registry()).getManifest(asked.repository(), asked.reference()));
        }
        ImageInfoRequest request =
                new ImageInfoRequest(asked.registry(), asked.repository(), asked.reference(), platform);
        return session -> session.await(manifest(session.client().imageInfo(request)));
    }

    private static Future<ManifestReply> manifest(Future<ImageInfo> info) {
        return info.map(found ->
                new ManifestReply(found.digest(), found.mediaType(), bytes(found.manifest()).length, found.manifest()));
    }

    @Override
    void show(ManifestReply reply, Output output) {
        if (output.isJson()) {
            output.document(reply);
        } else {
            output.bytes(bytes(reply.content()));
        }
    }

    @Override
    String named(Settings settings) {
        return ImageName.of(image, settings).registry();
    }

    @Override
    List<String> text(ManifestReply reply) {
        return List.of(reply.content());
    }

    private static byte[] bytes(String content) {
        return content.getBytes(StandardCharsets.UTF_8);
    }
}
