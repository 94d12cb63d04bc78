package io.github.vertxregistry.message;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * Reads a file of an image. In the message all fields stand side by side.
 *
 * @param source the image
 * @param path the file; symbolic links are followed
 * @param file where its bytes are written, on the node that answers; null for a reply that has them
 * @param force whether a file that is there is replaced
 */
public record ReadFileRequest(@JsonUnwrapped ImageSource source, String path, String file, Boolean force)
        implements RegistryRequest<ReadFileRequest> {
    /** The largest file whose bytes a reply has. */
    public static final int MAX_CONTENT = 512 << 10;

    public ReadFileRequest {
        Fields.present("repository", source);
        Fields.present("path", path);
        path = Fields.imagePath(path);
        if (file != null) {
            Fields.file("file", file);
        }
        force = force != null && force;
    }

    /** Reads a small file. */
    public static ReadFileRequest of(ImageSource source, String path) {
        return new ReadFileRequest(source, path, null, null);
    }

    @Override
    public String registry() {
        return source.registry();
    }

    @Override
    public ReadFileRequest to(String registry) {
        return new ReadFileRequest(source.at(registry), path, file, force);
    }
}
