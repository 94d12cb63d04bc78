package io.github.vertxregistry.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.RebaseImageRequest;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.ImageReference;
import io.github.vertxregistry.model.Manifest;
import io.github.vertxregistry.model.Platform;
import io.github.vertxregistry.model.PlatformWish;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes the layers of one base off an image, and puts those of another in their place. What its config and history have of the old
 * base becomes the new one's; what the image has of its own stays.
 */
final class OtherBase implements ImageEdit {
    private static final String BASE_NAME = "org.opencontainers.image.base.name";
    private static final String BASE_DIGEST = "org.opencontainers.image.base.digest";

    private final RebaseImageRequest request;
    private final RepositoryContent content;
    /** What each image stands on now, by its new digest. */
    private final Map<String, String> bases = new HashMap<>();

    OtherBase(RebaseImageRequest request, RepositoryContent content) {
        this.request = request;
        this.content = content;
    }

    @Override
    public Future<Void> apply(EditableImage image) {
        Platform platform = image.parsedConfig().platform();
        return base(request.oldBase(), platform)
                .compose(old -> base(request.newBase(), platform).map(now -> rebase(image, old, now)));
    }

    private Future<EditableImage> base(ImageReference base, Platform platform) {
        return content.manifest(base.repository(), base.reference())
                .compose(found -> found.isIndex()
                        ? ofPlatform(base, found, platform).compose(manifest -> read(base, manifest))
                        : read(base, found).map(alone -> fitting(base, alone, platform)));
    }

    private Future<EditableImage> read(ImageReference base, Manifest manifest) {
        return EditableImage.read(content, base.repository(), manifest);
    }

    /** The old base is known by its layers; that the new one is for the image's processor its config alone can tell. */
    private EditableImage fitting(ImageReference base, EditableImage alone, Platform platform) {
        Platform its = alone.parsedConfig().platform();
        boolean isNew = base.equals(request.newBase());
        if (isNew && platform != null && its != null && !isSameProcessor(its, platform)) {
            throw wish(base, platform).noneFor(its + " alone");
        }
        return alone;
    }

    private static boolean isSameProcessor(Platform one, Platform other) {
        return one.os().equals(other.os()) && one.architecture().equals(other.architecture());
    }

    private static PlatformWish wish(ImageReference base, Platform platform) {
        return new PlatformWish("the base " + base, platform, true);
    }

    private Future<Manifest> ofPlatform(ImageReference base, Manifest index, Platform platform) {
        if (platform == null) {
            return Future.failedFuture(RegistryException.of(
                    FailureKind.UNSUPPORTED, "the image names no platform, and the base " + base + " is an index"));
        }
        PlatformWish wish = wish(base, platform);
        return WishedImage.of(wish, index, entry -> ofArchitecture(base, entry, wish));
    }

    /** A processor that runs an older one's programs runs no mixture of both. */
    private Future<Manifest> ofArchitecture(ImageReference base, Descriptor entry, PlatformWish wish) {
        boolean same = entry.platform() == null
                || entry.platform().architecture().equals(wish.wanted().architecture());
        return same
                ? content.manifest(base.repository(), entry.digest().toString())
                : Future.failedFuture(wish.noneFor(entry.platform() + " instead"));
    }

    private Void rebase(EditableImage image, EditableImage old, EditableImage now) {
        int count = old.diffIds().size();
        check(image, old, count);
        List<EditableImage.Layer> layers = new ArrayList<>();
        for (EditableImage.Layer layer : now.layers()) {
            String type = LayerTypes.converted(layer.parsed().mediaType(), image.isDocker(), image.name());
            layers.add(new EditableImage.Layer(layer.descriptor().put("mediaType", type), null, layer.repository()));
        }
        layers.addAll(image.layers().subList(count, image.layers().size()));
        image.layers().clear();
        image.layers().addAll(layers);
        replaceStart(image.diffIds(), count, now.diffIds());
        history(image, old, now);
        ThreeWay.merge(image.container(), old.container(), now.container());
        String base = now.digest().toString();
        annotate(image.manifest().path("annotations"), base);
        bases.put(image.finished().digest().toString(), base);
        return null;
    }

    private void check(EditableImage image, EditableImage old, int count) {
        boolean starts = image.diffIds().size() >= count;
        for (int i = 0; starts && i < count; i++) {
            starts = image.diffIds().get(i).equals(old.diffIds().get(i));
        }
        if (!starts) {
            throw RegistryException.of(
                            FailureKind.CONFLICT,
                            image.name() + " does not stand on " + request.oldBase() + ": its layers do not begin with"
                                    + " that one's")
                    .withHint("name the very base that it was built on, best by its digest");
        }
    }

    private static void replaceStart(ArrayNode list, int count, ArrayNode start) {
        ArrayNode all = list.arrayNode();
        start.forEach(all::add);
        for (int i = count; i < list.size(); i++) {
            all.add(list.get(i));
        }
        list.removeAll().addAll(all);
    }

    /** A history that does not begin with the old base's tells of something else, and would with the new one's, too. */
    private static void history(EditableImage image, EditableImage old, EditableImage now) {
        JsonNode its = image.config().path("history");
        JsonNode olds = old.config().path("history");
        boolean begins = its.isArray() && olds.isArray() && its.size() >= olds.size();
        for (int i = 0; begins && i < olds.size(); i++) {
            begins = its.get(i).equals(olds.get(i));
        }
        JsonNode news = now.config().path("history");
        if (begins && news.isArray()) {
            replaceStart((ArrayNode) its, olds.size(), (ArrayNode) news);
        } else {
            image.config().remove("history");
        }
    }

    @Override
    public void applyToIndex(ObjectNode index) {
        for (JsonNode child : index.path("manifests")) {
            String base = bases.get(child.path("digest").asText());
            if (base != null) {
                annotate(child.path("annotations"), base);
            }
        }
    }

    /** OCI Image Spec, "Pre-Defined Annotation Keys": what is said of the base is set right, and nothing begun. */
    private void annotate(JsonNode annotations, String base) {
        if (annotations.has(BASE_NAME)) {
            ((ObjectNode) annotations).put(BASE_NAME, content.host() + "/" + request.newBase());
        }
        if (annotations.has(BASE_DIGEST)) {
            ((ObjectNode) annotations).put(BASE_DIGEST, base);
        }
    }
}
