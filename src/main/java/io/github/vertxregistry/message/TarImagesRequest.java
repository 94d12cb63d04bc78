package io.github.vertxregistry.message;

/**
 * Asks where the images of a tar lie in it.
 *
 * @param tar the path of a tar or of an OCI layout folder, on the node that answers
 * @param image a name or an id of the image; null for the only one
 * @param allImages all images
 * @param platform which image of an index, or {@code local}; null where the index is wanted as a whole
 * @param spool the name, in the toolkit's temporary folder, of the file that a compressed tar is unpacked to; the caller deletes it
 * @param bytes the private address at which the tar is lent; null for a file of the node
 * @param size how many bytes are lent
 */
public record TarImagesRequest(
        String tar, String image, Boolean allImages, String platform, String spool, String bytes, Long size) {
    /** Asks of a file of the node. */
    public TarImagesRequest(String tar, String image, Boolean allImages, String platform, String spool) {
        this(tar, image, allImages, platform, spool, null, null);
    }

    public TarImagesRequest {
        Fields.path(tar);
        Fields.spool(spool);
        if (bytes != null) {
            Fields.present("size", size);
        }
        allImages = allImages != null && allImages;
    }
}
