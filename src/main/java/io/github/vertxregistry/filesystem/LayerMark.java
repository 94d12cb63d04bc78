package io.github.vertxregistry.filesystem;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Names;
import io.github.vertxregistry.tar.LayerNames;

/**
 * What the path of a layer's entry says by its last part (OCI Image Spec, "Whiteouts").
 *
 * @param kind what it is
 * @param path the path that it is about
 */
record LayerMark(Kind kind, String path) {
    private static final String WHITEOUT = ".wh.";
    private static final String META = ".wh..wh.";
    private static final String OPAQUE = ".wh..wh..opq";

    /** What a path can be. */
    enum Kind {
        /** An entry of the image. */
        ENTRY,
        /** It takes a path away. */
        WHITEOUT,
        /** It hides all that a folder had. */
        OPAQUE,
        /** It is AUFS's own: of the image it is no part, but links may lead to it. */
        OTHER
    }

    /** Reads a path; fails with {@code TAR_INVALID} where it takes away nothing that can be. */
    static LayerMark of(String path, String layer) {
        if (!path.contains(WHITEOUT)) {
            return new LayerMark(Kind.ENTRY, path);
        }
        String folder = LayerNames.folder(path);
        String last = LayerNames.last(path);
        if (last.equals(OPAQUE)) {
            return new LayerMark(Kind.OPAQUE, folder);
        }
        if (path.startsWith(META) || last.startsWith(META)) {
            return new LayerMark(Kind.OTHER, path);
        }
        if (!last.startsWith(WHITEOUT)) {
            return new LayerMark(Kind.ENTRY, path);
        }
        String gone = last.substring(WHITEOUT.length());
        if (gone.isEmpty() || gone.equals(".") || gone.equals("..")) {
            throw RegistryException.of(
                            FailureKind.TAR_INVALID,
                            layer + ": the whiteout '" + Names.shown(LayerNames.text(path)) + "' names nothing")
                    .withHint("no tool that makes images writes such entries: do not trust this one");
        }
        return new LayerMark(Kind.WHITEOUT, folder.isEmpty() ? gone : folder + "/" + gone);
    }
}
