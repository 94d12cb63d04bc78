package io.github.vertxregistry.examples;

import io.github.vertxregistry.client.RegistryClient;
import io.github.vertxregistry.message.ImageInfo;
import io.github.vertxregistry.message.PushedImage;
import io.github.vertxregistry.model.ImageReference;
import io.vertx.core.Future;
import java.io.PrintStream;
import java.util.List;

/**
 * Pushes several tars at the same time, each under its own name, and then asks what all the images are, at once. {@code
 * Future.join} waits for all of them, so that one that fails does not hide how the others went.
 *
 * <p>Arguments: {@code [REGISTRY [TAR...]]}; with none it runs on an embedded registry, with images made on the spot.
 */
public final class PushManyImages {
    private PushManyImages() {}

    public static void main(String[] args) {
        System.exit(run(args, System.out));
    }

    static int run(String[] args, PrintStream out) {
        return Playground.play(args, out, PushManyImages::pushAndAsk);
    }

    private static Future<Void> pushAndAsk(Playground playground) {
        return pushAll(playground.client(), playground.tars(), playground.out())
                .compose(pushed -> askAll(playground.client(), pushed, playground.out()));
    }

    private static Future<List<PushedImage>> pushAll(RegistryClient client, List<String> tars, PrintStream out) {
        List<Future<PushedImage>> pushes =
                tars.stream().map(tar -> push(client, tar, out)).toList();
        return Future.join(pushes).map(all -> all.list());
    }

    private static Future<PushedImage> push(RegistryClient client, String tar, PrintStream out) {
        return client.pushTarWithOriginalTag(tar)
                .map(reply -> reply.images().get(0))
                .onSuccess(image -> out.println("pushed " + image.reference() + ": " + image.bytes() + " bytes sent"))
                .onFailure(cause -> out.println("not pushed: " + tar + ": " + cause.getMessage()));
    }

    private static Future<Void> askAll(RegistryClient client, List<PushedImage> pushed, PrintStream out) {
        List<Future<ImageInfo>> infos =
                pushed.stream().map(image -> ask(client, image, out)).toList();
        return Future.join(infos).mapEmpty();
    }

    private static Future<ImageInfo> ask(RegistryClient client, PushedImage image, PrintStream out) {
        ImageReference name = ImageReference.of(image.reference());
        return client.imageInfo(name.repository(), name.tag())
                .onSuccess(info -> out.println(name + " is " + info.digest().shortForm() + ": " + info.layerCount()
                        + " layers, " + info.totalSize() + " bytes, for " + info.os() + "/" + info.architecture()));
    }
}
