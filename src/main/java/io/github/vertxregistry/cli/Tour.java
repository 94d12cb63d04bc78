package io.github.vertxregistry.cli;

import io.github.vertxregistry.client.RegistryClient;
import io.github.vertxregistry.client.Transfer;
import io.github.vertxregistry.embedded.EmbeddedRegistry;
import io.github.vertxregistry.message.DeleteImageReply;
import io.github.vertxregistry.message.ImageInfo;
import io.github.vertxregistry.message.ProgressEvent;
import io.github.vertxregistry.message.PushReply;
import io.github.vertxregistry.message.PushRequest;
import io.github.vertxregistry.message.RepositoriesPage;
import io.github.vertxregistry.message.TagsPage;
import io.github.vertxregistry.message.TarInspectReply;
import io.github.vertxregistry.message.TarTagsReply;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The tour of the demo: each step asks the toolkit one thing, shows the command that asks the same, and what came back. With
 * {@code --json} the steps are one document.
 */
final class Tour {
    private static final String REPOSITORY = "demo/hello";
    private static final String FIRST_TAG = "1.0";
    private static final String SECOND_TAG = "latest";
    private static final int DATA_BYTES = 4_000_000;

    private final Session session;
    private final RegistryClient client;
    private final String registry;
    private final String host;
    private final Path tar;
    private final Output output;
    private final List<Step> steps = new ArrayList<>();

    /** A step as {@code --json} shows it. */
    private record Step(String title, String command, Object reply) {}

    private record Document(String registry, List<Step> steps) {}

    private record Written(String tar, List<String> tags) {}

    Tour(Session session, EmbeddedRegistry embedded, Path tar, Output output) {
        this.session = session;
        this.client = session.client();
        this.registry = embedded.url();
        this.host = embedded.origin().authority();
        this.tar = tar;
        this.output = output;
    }

    void walk() {
        say("A tour on an embedded registry at " + registry + ": what is asked, as a command, and what comes back.");
        make();
        readTar();
        ping();
        push();
        look();
        pushAgain();
        delete();
        if (output.isJson()) {
            output.document(new Document(registry, steps));
        } else {
            say("");
            say("Done: the registry and the image are gone. 'serve' starts a registry that stays; --help lists all.");
        }
    }

    private void make() {
        List<String> tags = List.of("example.org:5000/" + REPOSITORY + ":" + FIRST_TAG, REPOSITORY + ":" + SECOND_TAG);
        SampleTar.write(tar, DATA_BYTES, tags.toArray(String[]::new));
        step(
                "Make an image's tar, as docker save writes it",
                null,
                new Written(tar.toString(), tags),
                List.of("" + tar));
    }

    private void readTar() {
        var validation = session.await(client.validateTar(tar.toString()));
        step("Is it sound?", "tar validate", validation, TarValidateCommand.lines(validation));
        var images = session.await(client.inspectTar(tar.toString()));
        step("What is in it?", "tar inspect", new TarInspectReply(images), ImageText.of(images));
        TarTagsReply tags = session.await(client.tarTags(tar.toString()));
        step("Which names does it carry?", "tar tags", tags, tags.tags());
    }

    private void ping() {
        var sign = session.await(PingCommand.sign(client));
        step("Is the registry there?", "ping " + host, sign, PingCommand.lines(sign));
    }

    private void push() {
        ConcurrentLinkedQueue<ProgressEvent> events = new ConcurrentLinkedQueue<>();
        Transfer<PushReply> transfer =
                client.startPush(PushRequest.of(tar.toString())).onProgress(events::add);
        PushReply reply = session.await(transfer);
        List<String> lines = new ArrayList<>();
        events.stream()
                .filter(event -> !event.digest().isEmpty())
                .forEach(event -> lines.add("progress  " + PushProgress.line(event)));
        lines.addAll(PushCommand.lines(reply));
        step("Push it under its own name; the host in that is dropped", pushCommand(""), reply, lines);
    }

    private void look() {
        RepositoriesPage repositories = new RepositoriesPage(session.await(client.listRepositories()), null);
        step("Which repositories are there?", "repos " + host, repositories, repositories.repositories());
        tags("Which tags has this one?");
        ImageInfo info = session.await(client.imageInfo(REPOSITORY, FIRST_TAG));
        step("What is that image?", "info " + image(FIRST_TAG), info, ImageText.of(info));
    }

    private void tags(String title) {
        TagsPage tags = new TagsPage(REPOSITORY, session.await(client.listTags(REPOSITORY)), null);
        step(title, "tags " + host + "/" + REPOSITORY, tags, tags.tags());
    }

    private void pushAgain() {
        PushReply again = session.await(client.pushTarWithOriginalTag(tar.toString()));
        step("Push it again: the registry has it all", pushCommand(""), again, PushCommand.lines(again));
        PushReply all = session.await(client.pushTarWithAllOriginalTags(tar.toString()));
        step("Push it under all its names", pushCommand(" --all-tags"), all, PushCommand.lines(all));
        tags("Which tags are there now?");
    }

    private void delete() {
        DeleteImageReply tag = session.await(client.deleteTag(REPOSITORY, SECOND_TAG));
        step("Delete one tag, and nothing else", "delete " + image(SECOND_TAG), tag, DeleteCommand.lines(tag));
        var digest = session.await(client.headManifest(REPOSITORY, FIRST_TAG)).digest();
        DeleteImageReply all = session.await(client.deleteDigest(REPOSITORY, digest));
        String command = "delete " + host + "/" + REPOSITORY + "@" + digest;
        step("Delete the image by its digest", command, all, DeleteCommand.lines(all));
    }

    private String image(String tag) {
        return host + "/" + REPOSITORY + ":" + tag;
    }

    private String pushCommand(String options) {
        return "push TAR --registry " + host + options;
    }

    private void step(String title, String command, Object reply, List<String> lines) {
        String typed = command != null && command.startsWith("tar ") ? command + " TAR" : command;
        steps.add(new Step(title, typed, reply));
        say("");
        say(steps.size() + ". " + title);
        if (typed != null) {
            say("   $ vertx-registry " + typed.replace("TAR", tar.getFileName().toString()));
        }
        lines.forEach(line -> say("   " + line));
    }

    private void say(String line) {
        if (!output.isJson()) {
            output.line(line);
        }
    }
}
