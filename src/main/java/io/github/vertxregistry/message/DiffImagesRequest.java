package io.github.vertxregistry.message;

/**
 * Compares two images.
 *
 * @param before the one
 * @param after the other
 * @param times whether a file is changed by another time alone
 * @param limit how many files the reply names at the most, 1 to 5,000; 1,000
 * @param file where all of them are written, a JSON document a line, on the node that answers; the reply names none then. Or null
 * @param force whether a file that is there is replaced
 */
public record DiffImagesRequest(
        ImageSource before, ImageSource after, Boolean times, Integer limit, String file, Boolean force)
        implements RegistryRequest<DiffImagesRequest> {
    private static final int MAX_LIMIT = 5_000;
    private static final int DEFAULT_LIMIT = 1_000;

    public DiffImagesRequest {
        Fields.present("before", before);
        Fields.present("after", after);
        times = times != null && times;
        Fields.between("limit", limit, 1, MAX_LIMIT);
        limit = limit == null ? DEFAULT_LIMIT : limit;
        if (file != null) {
            Fields.file("file", file);
        }
        force = force != null && force;
    }

    /** Compares two images. */
    public static DiffImagesRequest of(ImageSource before, ImageSource after) {
        return new DiffImagesRequest(before, after, null, null, null, null);
    }

    /** Returns null: each of the two images has its own. */
    @Override
    public String registry() {
        return null;
    }

    @Override
    public DiffImagesRequest to(String registry) {
        return new DiffImagesRequest(before.orAt(registry), after.orAt(registry), times, limit, file, force);
    }
}
