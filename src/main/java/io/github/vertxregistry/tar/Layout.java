package io.github.vertxregistry.tar;

import io.github.vertxregistry.model.TarImage;
import io.github.vertxregistry.model.TarLayout;
import io.github.vertxregistry.model.TarReferrers;
import java.util.List;

/** The document that says which images a tar holds: {@code manifest.json} where there is one, else {@code index.json}. */
sealed interface Layout permits DockerArchive, OciLayout {
    /** Returns the layout's name. */
    TarLayout kind();

    /** Returns the images that the tar names, in its order; at least one. */
    List<Candidate> candidates();

    /** Returns what refers to the manifests of an image; warns of what does and is not whole. */
    TarReferrers referrers(TarImage image);

    /** Finds out which layout a tar has, and reads its document. */
    static Layout of(Source source, Findings findings) {
        SavedImages saved =
                findings.attempt(SavedImages.FILE, () -> SavedImages.read(source, findings), SavedImages.UNREADABLE);
        Located indexJson = findings.attempt(OciGraph.FILE, () -> source.find(OciGraph.FILE), null);
        if (saved.decides()) {
            return new DockerArchive(source, saved, indexJson, findings);
        }
        if (indexJson == null) {
            throw TarFailures.invalid(
                    source.tar(),
                    saved.exists()
                            ? SavedImages.FILE + " names no image"
                            : "it holds no image: there is neither " + SavedImages.FILE + " nor " + OciGraph.FILE);
        }
        return new OciLayout(source, OciGraph.read(source, indexJson, findings), findings);
    }
}
