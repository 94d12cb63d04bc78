package io.github.vertxregistry.message;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * Lists files of an image. In the message all fields stand side by side.
 *
 * @param source the image
 * @param path a folder or a file of it; null for its root. Symbolic links are followed
 * @param recursive whether all that lies below a folder is listed, and not only what lies in it
 * @param limit how many files the reply names at the most, 1 to 5,000; 1,000
 * @param file where all of them are written, a JSON document a line, on the node that answers; the reply names none then. Or null
 * @param force whether a file that is there is replaced
 */
public record ListFilesRequest(
        @JsonUnwrapped ImageSource source, String path, Boolean recursive, Integer limit, String file, Boolean force)
        implements RegistryRequest<ListFilesRequest> {
    private static final int MAX_LIMIT = 5_000;
    private static final int DEFAULT_LIMIT = 1_000;

    public ListFilesRequest {
        Fields.present("repository", source);
        path = Fields.imagePath(path == null ? "/" : path);
        recursive = recursive != null && recursive;
        Fields.between("limit", limit, 1, MAX_LIMIT);
        limit = limit == null ? DEFAULT_LIMIT : limit;
        if (file != null) {
            Fields.file("file", file);
        }
        force = force != null && force;
    }

    /** Lists what lies in a folder. */
    public static ListFilesRequest of(ImageSource source, String path) {
        return new ListFilesRequest(source, path, null, null, null, null);
    }

    @Override
    public String registry() {
        return source.registry();
    }

    @Override
    public ListFilesRequest to(String registry) {
        return new ListFilesRequest(source.at(registry), path, recursive, limit, file, force);
    }
}
