package io.github.vertxregistry.tar;

import io.github.vertxregistry.model.SavedImage;
import io.github.vertxregistry.model.TarLayout;
import java.util.List;

/** The document that says which images a tar holds: {@code manifest.json} where there is one, else {@code index.json}. */
sealed interface Layout permits DockerArchive, OciLayout {
    /** Returns the layout's name. */
    TarLayout kind();

    /** Returns the images that the tar names, in its order; at least one. */
    List<Candidate> candidates();

    /** Finds out which layout a tar has, and reads its document. */
    static Layout of(Source source, Findings findings) {
        Located manifestJson = source.find(SavedImages.FILE);
        Located indexJson = source.find(OciGraph.FILE);
        if (manifestJson == null && indexJson == null) {
            throw TarFailures.invalid(
                    source.tar(), "it holds no image: there is neither " + SavedImages.FILE + " nor " + OciGraph.FILE);
        }
        if (manifestJson != null) {
            List<SavedImage> saved = SavedImages.parse(source.document(manifestJson), source.tar());
            if (!saved.isEmpty()) {
                return new DockerArchive(source, saved, indexJson, findings);
            }
            if (indexJson == null) {
                throw TarFailures.invalid(source.tar(), SavedImages.FILE + " names no image");
            }
        }
        return new OciLayout(source, OciGraph.read(source, indexJson), findings);
    }
}
