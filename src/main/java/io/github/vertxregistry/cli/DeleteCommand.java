package io.github.vertxregistry.cli;

import io.github.vertxregistry.message.DeleteImageReply;
import io.github.vertxregistry.message.DeleteImageRequest;
import io.github.vertxregistry.model.Digest;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deletes an image by tag or digest; by tag no other tag goes with it unless told so. */
@CommandLine.Command(name = "delete", description = "Deletes an image by tag or @digest.")
final class DeleteCommand extends ToolkitCommand<DeleteImageReply> {
    @Parameters(index = "0", paramLabel = "IMAGE", description = "With a tag or a @digest.")
    private String image;

    @Option(
            names = "--all-tags",
            description = "Where only digests can be deleted: the digest, although other tags share it.")
    private boolean allTags;

    @Option(
            names = "--referrers",
            description = "The image itself and what refers to it: signatures, attestations, artifacts.")
    private boolean referrers;

    DeleteCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    Question<DeleteImageReply> question(Settings settings) {
        ImageName asked = ImageName.of(image, settings);
        if (asked.name().tag() == null && asked.name().digest() == null) {
            throw ImageName.wrong(image, "has neither tag nor digest")
                    .withHint("say what goes, " + image + ":latest for example");
        }
        DeleteImageRequest request =
                new DeleteImageRequest(asked.registry(), asked.repository(), asked.reference(), allTags, referrers);
        return session -> session.await(session.client().deleteImage(request));
    }

    @Override
    String named(Settings settings) {
        return ImageName.of(image, settings).registry();
    }

    @Override
    List<String> text(DeleteImageReply reply) {
        return lines(reply);
    }

    static List<String> lines(DeleteImageReply reply) {
        return new Table()
                .row("manifest", reply.digest() + (reply.deleted() ? " deleted" : " stays"))
                .rows("tags gone", reply.tags())
                .rows(
                        "referrers gone",
                        reply.referrers().stream().map(Digest::toString).toList())
                .lines();
    }
}
