package io.github.vertxregistry.message;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * Writes an image's root file system as a tar. In the message all fields stand side by side.
 *
 * @param source the image
 * @param file the path of the tar, on the node that answers
 * @param force whether a file that is there is replaced
 */
public record ExportRequest(@JsonUnwrapped ImageSource source, String file, Boolean force)
        implements RegistryRequest<ExportRequest> {
    public ExportRequest {
        Fields.present("repository", source);
        Fields.file("file", file);
        force = force != null && force;
    }

    @Override
    public String registry() {
        return source.registry();
    }

    @Override
    public ExportRequest to(String registry) {
        return new ExportRequest(source.at(registry), file, force);
    }
}
