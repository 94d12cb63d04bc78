package io.github.vertxregistry.cli;

import io.github.vertxregistry.client.RegistryClient;
import io.github.vertxregistry.message.ListReferrersRequest;
import io.github.vertxregistry.message.ReferrersPage;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.Digest;
import io.vertx.core.Future;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists what refers to an image, one in a line: its digest, its artifact type and its size. */
@CommandLine.Command(
        name = "referrers",
        description = "Lists what refers to an image: signatures, attestations, artifacts.")
final class ReferrersCommand extends ToolkitCommand<ReferrersPage> {
    @Parameters(index = "0", paramLabel = "IMAGE", description = "Such as localhost:15000/team/app:1.0.")
    private String image;

    @Option(names = "--artifact-type", paramLabel = "T", description = "Those of that type alone.")
    private String artifactType;

    ReferrersCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    Question<ReferrersPage> question(Settings settings) {
        ImageName asked = ImageName.of(image, settings);
        return session -> session.await(list(session.client().withRegistry(asked.registry()), asked));
    }

    private Future<ReferrersPage> list(RegistryClient client, ImageName asked) {
        return digest(client, asked).compose(digest -> client.listAllReferrers(
                        new ListReferrersRequest(null, asked.repository(), digest, artifactType, null))
                .map(all -> new ReferrersPage(asked.repository(), digest, all, null)));
    }

    private static Future<Digest> digest(RegistryClient client, ImageName asked) {
        return asked.name().digest() == null
                ? client.headManifest(asked.repository(), asked.reference()).map(found -> found.digest())
                : Future.succeededFuture(asked.name().digest());
    }

    @Override
    String named(Settings settings) {
        return ImageName.of(image, settings).registry();
    }

    @Override
    List<String> text(ReferrersPage reply) {
        Table table = new Table();
        reply.referrers().forEach(each -> table.row(each.digest().toString(), type(each), Table.size(each.size())));
        return table.lines();
    }

    private static String type(Descriptor referrer) {
        return referrer.artifactType() == null ? "-" : referrer.artifactType();
    }
}
