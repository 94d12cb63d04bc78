package io.github.vertxregistry.message;

/**
 * Asks where the images of a tar lie in it.
 *
 * @param tar the path of a tar or of an OCI layout folder, on the node that answers
 * @param image a name or an id of the image; null for the only one
 * @param allImages all images
 * @param platform which image of an index, or {@code local}; null where the index is wanted as a whole
 * @param referrers whether what refers to them is asked for, too
 * @param spool the name, in the toolkit's temporary folder, of the file that a compressed tar is unpacked to; the caller deletes it
 * @param bytes the private address at which the tar is lent; null for a file of the node
 * @param size how many bytes are lent
 */
public record TarImagesRequest(
        String tar,
        String image,
        Boolean allImages,
        String platform,
        Boolean referrers,
        String spool,
        String bytes,
        Long size) {
    /** Asks for one image of a file of the node. */
    public static TarImagesRequest of(String tar, String image, String platform, String spool) {
        return new TarImagesRequest(tar, image, false, platform, false, spool, null, null);
    }

    /** Asks for what a push takes of a file of the node. */
    public static TarImagesRequest of(String tar, PushNames names, String spool) {
        return new TarImagesRequest(
                tar, names.image(), names.allImages(), names.platform(), names.referrers(), spool, null, null);
    }

    /** Returns the same of a tar that is lent. */
    public TarImagesRequest lent(String address, long length) {
        return new TarImagesRequest(tar, image, allImages, platform, referrers, spool, address, length);
    }

    public TarImagesRequest {
        Fields.path(tar);
        Fields.spool(spool);
        if (bytes != null) {
            Fields.present("size", size);
        }
        allImages = allImages != null && allImages;
        referrers = referrers != null && referrers;
    }
}
