package io.github.vertxregistry.message;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.github.vertxregistry.error.RegistryException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What becomes of an image's config and annotations (OCI Image Spec, "Image Configuration"). What is null stays as it is.
 *
 * @param env environment variables
 * @param labels labels
 * @param annotations annotations of the manifest, and of the index where that is rewritten; a Docker manifest can have none
 * @param entrypoint the entrypoint, empty for none; without a {@code cmd} beside it the image's own goes, as in a Dockerfile
 * @param cmd the default command or arguments, empty for none
 * @param user {@code user[:group]}, empty for none
 * @param workingDir the working directory, empty for none
 * @param exposedPorts ports to add: {@code 8080}, {@code 53/udp}
 * @param created when the image was made, RFC 3339
 * @param author who made it, empty for nobody
 */
public record ImageChanges(
        TextChanges env,
        TextChanges labels,
        TextChanges annotations,
        List<String> entrypoint,
        List<String> cmd,
        String user,
        String workingDir,
        List<String> exposedPorts,
        String created,
        String author) {
    /** Nothing changes. */
    public static final ImageChanges NONE =
            new ImageChanges(null, null, null, null, null, null, null, null, null, null);

    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}(?:-[0-9]{1,5})?(?:/(?:tcp|udp|sctp))?");

    public ImageChanges {
        env = env == null ? TextChanges.NONE : env;
        labels = labels == null ? TextChanges.NONE : labels;
        annotations = annotations == null ? TextChanges.NONE : annotations;
        env.set().keySet().forEach(ImageChanges::checkVariable);
        entrypoint = Fields.words("entrypoint", entrypoint);
        cmd = Fields.words("cmd", cmd);
        Fields.text("user", user);
        Fields.text("workingDir", workingDir);
        Fields.text("author", author);
        exposedPorts = exposedPorts == null ? List.of() : Fields.words("exposedPorts", exposedPorts);
        exposedPorts.forEach(ImageChanges::checkPort);
        checkCreated(created);
    }

    private static void checkVariable(String name) {
        if (name.indexOf('=') >= 0) {
            throw RegistryException.badField("env", "has a variable with = in its name");
        }
    }

    private static void checkPort(String port) {
        if (!PORT.matcher(port).matches()) {
            throw RegistryException.badField("exposedPorts", "takes ports such as 8080, 8000-8010 or 53/udp");
        }
    }

    private static void checkCreated(String created) {
        try {
            if (created != null) {
                OffsetDateTime.parse(created);
            }
        } catch (DateTimeParseException e) {
            throw RegistryException.badField("created", "is no time such as 2026-01-02T03:04:05Z")
                    .withCause(e);
        }
    }

    /** Returns whether nothing of the config changes. */
    @JsonIgnore
    public boolean keepsConfig() {
        return env.isNone()
                && labels.isNone()
                && entrypoint == null
                && cmd == null
                && user == null
                && workingDir == null
                && exposedPorts.isEmpty()
                && created == null
                && author == null;
    }

    /** Returns whether nothing changes at all. */
    @JsonIgnore
    public boolean keepsAll() {
        return keepsConfig() && annotations.isNone();
    }

    /** Returns the same with that environment variable. */
    public ImageChanges withEnv(String name, String value) {
        return with(env.with(name, value), labels, annotations);
    }

    /** Returns the same with that label. */
    public ImageChanges withLabel(String name, String value) {
        return with(env, labels.with(name, value), annotations);
    }

    /** Returns the same with that annotation. */
    public ImageChanges withAnnotation(String name, String value) {
        return with(env, labels, annotations.with(name, value));
    }

    /** Returns the same without that environment variable. */
    public ImageChanges withoutEnv(String name) {
        return with(env.without(name), labels, annotations);
    }

    /** Returns the same without that label. */
    public ImageChanges withoutLabel(String name) {
        return with(env, labels.without(name), annotations);
    }

    /** Returns the same without that annotation. */
    public ImageChanges withoutAnnotation(String name) {
        return with(env, labels, annotations.without(name));
    }

    /** Returns the same with that entrypoint and no command. */
    public ImageChanges withEntrypoint(String... words) {
        return new ImageChanges(
                env, labels, annotations, List.of(words), cmd, user, workingDir, exposedPorts, created, author);
    }

    /** Returns the same with that command. */
    public ImageChanges withCmd(String... words) {
        return new ImageChanges(
                env, labels, annotations, entrypoint, List.of(words), user, workingDir, exposedPorts, created, author);
    }

    /** Returns the same with that user. */
    public ImageChanges withUser(String other) {
        return new ImageChanges(
                env, labels, annotations, entrypoint, cmd, other, workingDir, exposedPorts, created, author);
    }

    /** Returns the same with that working directory. */
    public ImageChanges withWorkingDir(String other) {
        return new ImageChanges(env, labels, annotations, entrypoint, cmd, user, other, exposedPorts, created, author);
    }

    /** Returns the same with that port exposed, too. */
    public ImageChanges withExposedPort(String port) {
        List<String> more = new ArrayList<>(exposedPorts);
        more.add(port);
        return new ImageChanges(env, labels, annotations, entrypoint, cmd, user, workingDir, more, created, author);
    }

    /** Returns the same with that time. */
    public ImageChanges withCreated(String time) {
        return new ImageChanges(
                env, labels, annotations, entrypoint, cmd, user, workingDir, exposedPorts, time, author);
    }

    private ImageChanges with(TextChanges newEnv, TextChanges newLabels, TextChanges newAnnotations) {
        return new ImageChanges(
                newEnv, newLabels, newAnnotations, entrypoint, cmd, user, workingDir, exposedPorts, created, author);
    }
}
