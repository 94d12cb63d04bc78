package io.github.vertxregistry.message;

/**
 * Writes the files of an artifact to a folder.
 *
 * @param registry its URL, or the id of an entry of the configuration; null for the default one
 * @param repository the repository
 * @param reference the artifact: a tag or a digest
 * @param folder the folder, which is there, on the node that answers
 * @param force whether files that are there and are others are replaced
 */
public record PullArtifactRequest(String registry, String repository, String reference, String folder, Boolean force)
        implements RegistryRequest<PullArtifactRequest> {
    public PullArtifactRequest {
        Fields.repository(repository);
        Fields.reference(reference);
        Fields.file("folder", folder);
        force = force != null && force;
    }

    /** Returns a request that replaces no file. */
    public static PullArtifactRequest of(String repository, String reference, String folder) {
        return new PullArtifactRequest(null, repository, reference, folder, null);
    }

    /** Returns the same that replaces files that are there. */
    public PullArtifactRequest withForce() {
        return new PullArtifactRequest(registry, repository, reference, folder, true);
    }

    @Override
    public PullArtifactRequest to(String other) {
        return new PullArtifactRequest(other, repository, reference, folder, force);
    }
}
