package io.github.vertxregistry.cli;

import io.github.vertxregistry.message.TagsPage;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** Lists all tags of a repository, one in a line. */
@CommandLine.Command(name = "tags", description = "Lists a repository's tags.")
final class TagsCommand extends ToolkitCommand<TagsPage> {
    @Parameters(index = "0", paramLabel = "REPOSITORY", description = "Such as localhost:15000/team/app.")
    private String repository;

    TagsCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    Question<TagsPage> question(Settings settings) {
        ImageName asked = ImageName.ofRepository(repository, settings);
        return session -> new TagsPage(
                asked.repository(),
                session.await(session.client().withRegistry(asked.registry()).listTags(asked.repository())),
                null);
    }

    @Override
    String named(Settings settings) {
        return ImageName.ofRepository(repository, settings).registry();
    }

    @Override
    List<String> text(TagsPage reply) {
        return reply.tags();
    }
}
