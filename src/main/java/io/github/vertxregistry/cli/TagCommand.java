package io.github.vertxregistry.cli;

import io.github.vertxregistry.message.TagImageReply;
import io.github.vertxregistry.message.TagImageReply.Tagged;
import io.github.vertxregistry.message.TagImageRequest;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Gives an image of a registry more tags; nothing but its manifest is moved. */
@CommandLine.Command(name = "tag", description = "Gives an image of a registry more tags.")
final class TagCommand extends ToolkitCommand<TagImageReply> {
    @Parameters(index = "0", paramLabel = "IMAGE", description = "Such as localhost:15000/team/app:1.0.")
    private String image;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "NEWTAG", description = "Tags of the same repository.")
    private List<String> tags;

    @Option(names = "--only-new", description = "Write nothing where another image has one of the tags.")
    private boolean onlyNew;

    TagCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    Question<TagImageReply> question(Settings settings) {
        ImageName asked = ImageName.of(image, settings);
        TagImageRequest request =
                new TagImageRequest(asked.registry(), asked.repository(), asked.reference(), tags, onlyNew);
        return session -> session.await(session.client().tagImage(request));
    }

    @Override
    String named(Settings settings) {
        return ImageName.of(image, settings).registry();
    }

    @Override
    List<String> text(TagImageReply reply) {
        Table table = new Table().row("digest", reply.digest().toString());
        reply.tags().forEach(tagged -> table.row(tagged.tag(), outcome(tagged)));
        return table.lines();
    }

    private static String outcome(Tagged tagged) {
        if (!tagged.written()) {
            return "had it already";
        }
        return tagged.previous() == null ? "written" : "moved from " + tagged.previous();
    }
}
