package io.github.vertxregistry.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An image's name, valid by construction: {@code [host[:port]/]repository[:tag][@digest]}. What stands before the first
 * slash is a host if it holds a dot or a colon, or is {@code localhost}, as docker reads it.
 *
 * @param host host and port of the registry, or null where the name has none
 * @param repository the repository
 * @param tag the tag, or null
 * @param digest the digest, or null
 */
public record ImageReference(String host, String repository, String tag, Digest digest) {
    /** The tag of a name that has neither tag nor digest. */
    public static final String DEFAULT_TAG = "latest";

    private static final Pattern HOST =
            Pattern.compile("(?:[a-zA-Z0-9][a-zA-Z0-9._-]*+|\\[[0-9a-fA-F:.]++])(?::[0-9]{1,5})?");

    public ImageReference {
        if (host != null && !HOST.matcher(host).matches()) {
            throw RegistryException.of(FailureKind.NAME_INVALID, "not a registry's host: '" + Names.shown(host) + "'")
                    .withHint("a name or address, and where it has one its port, as in registry.example.org:5000");
        }
        Objects.requireNonNull(repository);
        Names.repository(repository);
        if (tag != null) {
            Names.tag(tag);
        }
    }

    /** Reads a name; fails with {@link FailureKind#NAME_INVALID}. */
    @JsonCreator
    public static ImageReference of(String text) {
        if (text.isEmpty()) {
            throw RegistryException.of(FailureKind.NAME_INVALID, "the image's name is empty");
        }
        String rest = text;
        Digest digest = null;
        int at = rest.indexOf('@');
        if (at >= 0) {
            digest = Digest.of(rest.substring(at + 1));
            rest = rest.substring(0, at);
        }
        String host = null;
        int slash = rest.indexOf('/');
        if (slash > 0 && isHost(rest.substring(0, slash))) {
            host = rest.substring(0, slash);
            rest = rest.substring(slash + 1);
        }
        String tag = null;
        int colon = rest.indexOf(':');
        if (colon >= 0) {
            tag = rest.substring(colon + 1);
            rest = rest.substring(0, colon);
        }
        return new ImageReference(host, rest, tag, digest);
    }

    /** Reads a name that a tag can be written under: one with a digest fails with {@link FailureKind#NAME_INVALID}, too. */
    public static ImageReference ofTag(String text) {
        ImageReference name = of(text);
        if (name.digest() != null) {
            throw RegistryException.of(
                            FailureKind.NAME_INVALID, "not a tag: '" + Names.shown(text) + "' names a digest")
                    .withHint("write it as repository:tag");
        }
        return name;
    }

    private static boolean isHost(String text) {
        return text.indexOf('.') >= 0 || text.indexOf(':') >= 0 || text.equals("localhost");
    }

    /** Returns the name with no host: what it is called inside whatever registry it is pushed to. */
    public ImageReference withoutHost() {
        return new ImageReference(null, repository, tag, digest);
    }

    /** Returns the same name in another repository. */
    public ImageReference withRepository(String other) {
        return new ImageReference(host, other, tag, digest);
    }

    /** Returns the same name with another tag. */
    public ImageReference withTag(String other) {
        return new ImageReference(host, repository, other, digest);
    }

    /** Returns the tag, or {@code latest} where the name has none. */
    public String tagOrLatest() {
        return tag == null ? DEFAULT_TAG : tag;
    }

    /** Returns what a manifest is asked for by: the digest if there is one, else the tag or {@code latest}. */
    public String reference() {
        return digest != null ? digest.toString() : tagOrLatest();
    }

    /** Returns the host and port, if the name has one. */
    public Optional<String> hostName() {
        return Optional.ofNullable(host);
    }

    @JsonValue
    @Override
    public String toString() {
        return (host == null ? "" : host + "/")
                + repository
                + (tag == null ? "" : ":" + tag)
                + (digest == null ? "" : "@" + digest);
    }
}
