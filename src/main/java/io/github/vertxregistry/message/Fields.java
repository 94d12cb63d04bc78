package io.github.vertxregistry.message;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.ImageReference;
import io.github.vertxregistry.model.Names;
import io.github.vertxregistry.model.Platform;
import io.vertx.core.json.JsonObject;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks the fields of requests, naming the one that is missing or wrong. */
final class Fields {
    private static final int MAX_PAGE = 1_000;
    private static final int MAX_TAGS = 100;
    private static final int MAX_TEXT = 64 << 10;
    static final int MAX_PAIRS = 1_000;
    private static final int MAX_PATH = 4_096;
    private static final int MAX_TYPE = 255;
    private static final int MAX_MANIFEST = 64 << 20;
    private static final String TOKEN = "[A-Za-z0-9!#$&^_.+-]{1,127}+";
    /** RFC 6838, 4.2, and parameters whose values are tokens. */
    private static final Pattern MEDIA_TYPE =
            Pattern.compile(TOKEN + "/" + TOKEN + "(?: ?; ?" + TOKEN + "=" + TOKEN + ")*+");

    private static final Set<String> SECRETS = Set.of(
            "password", "secret", "token", "credentials", "identitytoken", "registrytoken", "authorization", "auth");
    private static final Pattern SPOOL = Pattern.compile("[A-Za-z0-9-]{1,64}");

    private Fields() {}

    /** Whoever sends one would take it for used, and it would have travelled for nothing. */
    static void noSecret(JsonObject body) {
        for (String field : body.fieldNames()) {
            if (SECRETS.contains(field.toLowerCase(Locale.ROOT))) {
                throw RegistryException.badField(Names.shown(field), "is refused: no secret travels in a message")
                        .withHint("put it into the configuration's credentials, or log in: login REGISTRY");
            }
        }
    }

    static void present(String field, Object value) {
        if (value == null) {
            throw RegistryException.badField(field, "is missing");
        }
    }

    static void repository(String value) {
        present("repository", value);
        Names.repository(value);
    }

    static void reference(String value) {
        present("reference", value);
        Names.reference(value);
    }

    /** Checks a list of tags to be written; returns it. */
    static List<String> tags(List<String> values) {
        present("tags", values);
        if (values.isEmpty() || values.size() > MAX_TAGS) {
            throw count("tags", values.size(), 1, MAX_TAGS);
        }
        values.forEach(Names::tag);
        return values;
    }

    static void tag(String value) {
        present("tag", value);
        Names.tag(value);
    }

    static RegistryException count(String field, int size, int least, int most) {
        return RegistryException.badField(field, "has " + size + ", it takes " + least + " to " + most);
    }

    /** An image of the request's own registry. */
    static void withoutHost(String field, ImageReference image) {
        present(field, image);
        if (image.host() != null) {
            throw RegistryException.badField(field, "names the host " + image.host() + " in " + image)
                    .withHint(
                            "all images are of the request's own registry: leave out the host, or copy the image there");
        }
    }

    /** Checks texts that have names, annotations for one; returns them in their order. */
    static Map<String, String> texts(String field, Map<String, String> values) {
        if (values == null) {
            return Map.of();
        }
        Map<String, String> checked = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            text(field, name);
            text(field, value);
            if (name.isEmpty() || value == null) {
                throw RegistryException.badField(field, "has a pair without a name or without a text");
            }
            checked.put(name, value);
        });
        if (checked.size() > MAX_PAIRS) {
            throw count(field, checked.size(), 0, MAX_PAIRS);
        }
        return Collections.unmodifiableMap(checked);
    }

    /** Checks a list of words; returns it, or null where it is null. */
    static List<String> words(String field, List<String> values) {
        if (values == null) {
            return null;
        }
        if (values.size() > MAX_PAIRS) {
            throw count(field, values.size(), 0, MAX_PAIRS);
        }
        values.forEach(value -> {
            present(field, value);
            text(field, value);
        });
        return List.copyOf(values);
    }

    /** What goes into a config can be long, but not endless, and no container is given a zero byte. */
    static void text(String field, String value) {
        if (value != null && (value.length() > MAX_TEXT || value.indexOf('\0') >= 0)) {
            throw RegistryException.badField(
                    field, "has a text of more than " + MAX_TEXT + " characters, or with a zero byte in it");
        }
    }

    static void platform(String value) {
        if (value != null) {
            Platform.of(value);
        }
    }

    /** What is written gets a tag: its digest follows. */
    static void target(ImageReference value) {
        withoutHost("target", value);
        if (value.digest() != null) {
            throw RegistryException.badField("target", "has a digest, which follows from what is written");
        }
    }

    static void pageSize(Integer value) {
        between("pageSize", value, 1, MAX_PAGE);
    }

    static void between(String field, Integer value, int least, int most) {
        if (value != null && (value < least || value > most)) {
            throw RegistryException.badField(field, "is " + value + ", it must lie between " + least + " and " + most);
        }
    }

    static void mediaType(String value) {
        present("mediaType", value);
        mediaType("mediaType", value);
    }

    /** Checks one that may be left out. */
    static void mediaType(String field, String value) {
        if (value != null
                && (value.length() > MAX_TYPE || !MEDIA_TYPE.matcher(value).matches())) {
            throw RegistryException.badField(field, "is not a media type");
        }
    }

    static void manifest(String value) {
        present("content", value);
        if (value.length() > MAX_MANIFEST) {
            throw RegistryException.of(
                    FailureKind.LIMIT_EXCEEDED, "field 'content' is longer than a manifest may be, " + MAX_MANIFEST);
        }
    }

    static void path(String value) {
        file("tar", value);
    }

    static void file(String field, String value) {
        present(field, value);
        // A line break could be a name's, but no message could name that file in one line.
        if (value.isEmpty() || value.length() > MAX_PATH || value.chars().anyMatch(Character::isISOControl)) {
            throw RegistryException.badField(field, "is not a path");
        }
    }

    /** A path of an image may have any character that a file's name may have. */
    static String imagePath(String value) {
        if (value.length() > MAX_PATH || value.indexOf('\0') >= 0) {
            throw RegistryException.badField("path", "has more than " + MAX_PATH + " characters, or a zero byte in it");
        }
        return value;
    }

    static void spool(String value) {
        if (value == null || !SPOOL.matcher(value).matches()) {
            throw RegistryException.badField("spool", "takes 1 to 64 letters, digits and -");
        }
    }
}
