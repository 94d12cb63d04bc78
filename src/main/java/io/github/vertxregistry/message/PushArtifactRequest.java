package io.github.vertxregistry.message;

import io.github.vertxregistry.error.RegistryException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts files into a registry as an artifact (OCI Image Spec, "Guidelines for Artifact Usage").
 *
 * @param registry its URL, or the id of an entry of the configuration; null for the default one
 * @param repository the repository
 * @param tag the tag that it gets; null for none, then it is known by its digest
 * @param artifactType what it is; {@code application/vnd.unknown.artifact.v1} where null, as ORAS has it
 * @param files its files, 0 to 1,000; without any it takes an annotation
 * @param annotations its annotations
 * @param subject the manifest that it refers to, by a tag or a digest of the same repository; null for none
 */
public record PushArtifactRequest(
        String registry,
        String repository,
        String tag,
        String artifactType,
        List<ArtifactFile> files,
        Map<String, String> annotations,
        String subject)
        implements RegistryRequest<PushArtifactRequest> {
    private static final int MAX_FILES = 1_000;

    public PushArtifactRequest {
        Fields.repository(repository);
        if (tag != null) {
            Fields.tag(tag);
        }
        Fields.mediaType("artifactType", artifactType);
        files = files == null ? List.of() : List.copyOf(files);
        annotations = Fields.texts("annotations", annotations);
        if (files.size() > MAX_FILES) {
            throw Fields.count("files", files.size(), 0, MAX_FILES);
        }
        if (files.isEmpty() && annotations.isEmpty()) {
            throw RegistryException.badField("files", "is empty, and so are the annotations")
                    .withHint("an artifact has at least a file or an annotation");
        }
        Set<String> titles = new HashSet<>();
        for (ArtifactFile file : files) {
            if (!titles.add(file.title())) {
                throw RegistryException.badField("files", "has two files of the name " + file.title())
                        .withHint("give one of them another title");
            }
        }
        if (subject != null) {
            Fields.reference(subject);
        }
    }

    /** Returns an artifact of these files, under their own names. */
    public static PushArtifactRequest of(String repository, String tag, String artifactType, String... paths) {
        List<ArtifactFile> files = List.of(paths).stream().map(ArtifactFile::of).toList();
        return new PushArtifactRequest(null, repository, tag, artifactType, files, null, null);
    }

    /** Returns the same with one more annotation. */
    public PushArtifactRequest withAnnotation(String name, String text) {
        Map<String, String> more = new LinkedHashMap<>(annotations);
        more.put(name, text);
        return new PushArtifactRequest(registry, repository, tag, artifactType, files, more, subject);
    }

    /** Returns the same that refers to that tag or digest. */
    public PushArtifactRequest withSubject(String reference) {
        return new PushArtifactRequest(registry, repository, tag, artifactType, files, annotations, reference);
    }

    @Override
    public PushArtifactRequest to(String other) {
        return new PushArtifactRequest(other, repository, tag, artifactType, files, annotations, subject);
    }
}
