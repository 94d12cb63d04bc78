package io.github.vertxregistry.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Chooses the image of an index that runs on a platform, as containerd does for docker: the very variant first, then the ones that the
 * processor runs as well, the newest first.
 */
public final class PlatformFit {
    private final List<Platform> fitting;

    private PlatformFit(List<Platform> fitting) {
        this.fitting = fitting;
    }

    /** Prepares choosing for a platform. */
    public static PlatformFit of(Platform wanted) {
        List<Platform> fitting = new ArrayList<>();
        fitting.add(normal(wanted));
        switch (wanted.architecture()) {
            case "arm" -> addArm(fitting, wanted.os(), number(normal(wanted).variant()) - 1);
            case "arm64" -> {
                for (int i = number(normal(wanted).variant()) - 1; i >= 8; i--) {
                    fitting.add(normal(new Platform(wanted.os(), "arm64", "v" + i, null)));
                }
                addArm(fitting, wanted.os(), 8);
            }
            case "amd64" -> {
                for (int i = number(normal(wanted).variant()) - 1; i > 0; i--) {
                    fitting.add(new Platform(wanted.os(), "amd64", i == 1 ? null : "v" + i, null));
                }
                fitting.add(new Platform(wanted.os(), "386", null, null));
            }
            default -> {
                // It runs nothing else.
            }
        }
        return new PlatformFit(fitting);
    }

    private static void addArm(List<Platform> fitting, String os, int newest) {
        for (int i = newest; i >= 5; i--) {
            fitting.add(new Platform(os, "arm", "v" + i, null));
        }
    }

    /** An index may leave out what is the usual variant, or say it. */
    private static Platform normal(Platform platform) {
        String variant = platform.variant() == null || platform.variant().isEmpty() ? null : platform.variant();
        return switch (platform.architecture()) {
            case "arm64" -> new Platform(platform.os(), "arm64", "v8".equals(variant) ? null : variant, null);
            case "arm" -> new Platform(platform.os(), "arm", variant == null ? "v7" : variant, null);
            case "amd64" -> new Platform(platform.os(), "amd64", "v1".equals(variant) ? null : variant, null);
            default -> new Platform(platform.os(), platform.architecture(), variant, null);
        };
    }

    private static int number(String variant) {
        return variant != null && variant.matches("v[0-9]") ? variant.charAt(1) - '0' : 1;
    }

    /** Returns the index's entry that fits best; of several the first. */
    public Optional<Descriptor> best(List<Descriptor> images) {
        for (Platform each : fitting) {
            for (Descriptor image : images) {
                if (image.platform() != null && normal(image.platform()).equals(each)) {
                    return Optional.of(image);
                }
            }
        }
        return Optional.empty();
    }

    /** Returns whether an image of that platform runs there. */
    public boolean takes(Platform platform) {
        return fitting.contains(normal(platform));
    }
}
