package io.github.vertxregistry.tar;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.DockerHub;
import io.github.vertxregistry.model.ImageReference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Finds the images that a caller means among those that a tar names. */
final class ImageSelection {
    private static final int MAX_SHOWN = 20;
    private static final Pattern ID = Pattern.compile("(?:sha(?:256|512):)?[0-9a-f]{12,128}");

    private final String tar;
    private final List<Candidate> candidates;

    private ImageSelection(String tar, List<Candidate> candidates) {
        this.tar = tar;
        this.candidates = candidates;
    }

    static List<Candidate> choose(String tar, List<Candidate> candidates, ImageChoice choice) {
        ImageSelection selection = new ImageSelection(tar, candidates);
        if (choice.name() != null) {
            return List.of(selection.named(choice.name()));
        }
        List<Candidate> images = selection.matching(candidate -> !candidate.isPart());
        if (!choice.all() && images.size() != 1) {
            throw selection.ambiguous("it holds " + images.size() + " images and none was chosen", images);
        }
        return images;
    }

    private Candidate named(String name) {
        List<Candidate> found = matching(candidate -> candidate.names().tags().contains(name));
        if (found.isEmpty()) {
            found = matching(candidate -> hasName(candidate, name));
        }
        if (found.isEmpty() && ID.matcher(name).matches()) {
            found = matching(candidate -> candidate.ids().stream().anyMatch(id -> startsWith(id, name)));
        }
        if (found.size() == 1) {
            return found.get(0);
        }
        String asked = TarFailures.quoted(name);
        throw found.isEmpty()
                ? ambiguous("it holds no image " + asked, candidates)
                : ambiguous(asked + " fits " + found.size() + " of its images", found);
    }

    private List<Candidate> matching(Predicate<Candidate> condition) {
        return candidates.stream().filter(condition).toList();
    }

    private static boolean startsWith(Digest id, String prefix) {
        return prefix.indexOf(':') >= 0
                ? id.toString().startsWith(prefix)
                : id.hex().startsWith(prefix);
    }

    private static boolean hasName(Candidate candidate, String name) {
        if (candidate.names().bareTags().contains(name)) {
            return true;
        }
        ImageReference asked;
        try {
            asked = ImageReference.of(name);
        } catch (RegistryException e) {
            return false;
        }
        return candidate.names().tags().stream().map(ImageReference::of).anyMatch(tag -> isMeant(tag, asked))
                && (asked.digest() == null || candidate.ids().contains(asked.digest()));
    }

    private static boolean isMeant(ImageReference tag, ImageReference asked) {
        boolean anyTag = asked.tag() == null && asked.digest() != null;
        if (!anyTag && !tag.tagOrLatest().equals(asked.tagOrLatest())) {
            return false;
        }
        return full(tag).equals(full(asked))
                || (asked.host() == null && asked.repository().equals(tag.repository()));
    }

    /** Docker leaves out of a name what stands for Docker Hub. */
    private static String full(ImageReference name) {
        String host = name.hostName().orElse(DockerHub.NAME);
        return DockerHub.isHost(host)
                ? DockerHub.NAME + "/" + DockerHub.repository(name.repository())
                : host + "/" + name.repository();
    }

    private RegistryException ambiguous(String problem, List<Candidate> of) {
        List<String> shown = new ArrayList<>();
        Set<String> names = new HashSet<>();
        of.stream().limit(MAX_SHOWN).forEach(candidate -> names.add(name(candidate)));
        boolean namesTell = names.size() == Math.min(of.size(), MAX_SHOWN);
        of.stream().limit(MAX_SHOWN).forEach(candidate -> shown.add(shown(candidate, namesTell)));
        if (of.size() > MAX_SHOWN) {
            shown.add((of.size() - MAX_SHOWN) + " more");
        }
        return RegistryException.of(
                        FailureKind.IMAGE_AMBIGUOUS, tar + ": " + problem + "; there is " + String.join(", ", shown))
                .withHint(
                        namesTell
                                ? "choose one by its name or id (--image, or image in the message), or take all of them "
                                        + "(--all-images)"
                                : "choose one by its id (--image, or image in the message)");
    }

    /** Names that do not tell the images apart are no help. */
    private static String shown(Candidate candidate, boolean nameTells) {
        String name = name(candidate);
        if (name.isEmpty()) {
            return id(candidate);
        }
        return nameTells ? name : name + " (" + id(candidate) + ")";
    }

    private static String name(Candidate candidate) {
        ImageNames names = candidate.names();
        if (!names.tags().isEmpty()) {
            return names.tags().get(0);
        }
        return names.bareTags().isEmpty() ? "" : names.bareTags().get(0);
    }

    /** Returns the short id by which an image can be chosen. */
    static String id(Candidate candidate) {
        try {
            return candidate.ids().get(0).shortForm();
        } catch (RegistryException e) {
            return "an image that cannot be read";
        }
    }
}
