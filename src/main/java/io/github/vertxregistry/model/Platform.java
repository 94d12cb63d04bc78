package io.github.vertxregistry.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.vertxregistry.error.RegistryException;
import java.util.Locale;
import java.util.Objects;

/**
 * What an image runs on (OCI Image Index, "platform").
 *
 * @param os the operating system, such as {@code linux}
 * @param architecture the processor, by Go's names: {@code amd64}, {@code arm64}
 * @param variant the processor's variant, such as {@code v8}, or null
 * @param osVersion the operating system's version, or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Platform(
        String os,
        String architecture,
        String variant,
        @JsonProperty("os.version") String osVersion) {
    /** The word for what containers of this machine run on. */
    public static final String LOCAL = "local";

    public Platform {
        Objects.requireNonNull(os);
        Objects.requireNonNull(architecture);
    }

    /** Reads {@code os/architecture[/variant]}, or {@code local}; a processor may have the name that its maker or Linux gives it. */
    public static Platform of(String text) {
        if (text.equals(LOCAL)) {
            return local();
        }
        String[] parts = text.split("/", -1);
        if (parts.length < 2 || parts.length > 3 || parts[0].isEmpty() || parts[1].isEmpty()) {
            throw RegistryException.badField(
                    "platform", "must be os/architecture[/variant], such as linux/amd64, or local");
        }
        return new Platform(parts[0], goName(parts[1]), parts.length == 3 ? parts[2] : null, null);
    }

    /** Returns the platform that containers of this machine run on: Linux, with this JVM's processor. */
    public static Platform local() {
        String arch = goName(System.getProperty("os.arch", "").toLowerCase(Locale.ROOT));
        return switch (arch) {
            case "arm64" -> new Platform("linux", arch, "v8", null);
            case "arm" -> new Platform("linux", arch, "v7", null);
            default -> new Platform("linux", arch, null, null);
        };
    }

    /** Indexes have Go's names alone. */
    private static String goName(String processor) {
        return switch (processor) {
            case "x86_64", "x86-64" -> "amd64";
            case "aarch64" -> "arm64";
            case "i386", "i686" -> "386";
            default -> processor;
        };
    }

    @Override
    public String toString() {
        return os + "/" + architecture + (variant == null || variant.isEmpty() ? "" : "/" + variant);
    }
}
