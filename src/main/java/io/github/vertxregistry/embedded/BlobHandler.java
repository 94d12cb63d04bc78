package io.github.vertxregistry.embedded;

import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.MediaType;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.util.Map;

/**
 * Answers with a repository's blobs, whole or in a range, straight from the file (OCI Distribution 1.1, "Pulling blobs",
 * "Deleting Blobs"). Deleting takes the blob from the repository; the content stays for others that hold it.
 */
final class BlobHandler {
    private final Store store;
    private final Worker worker;

    BlobHandler(Store store, Worker worker) {
        this.store = store;
        this.worker = worker;
    }

    Future<Reply> get(Call call) {
        Repository repository = new Repository(store, call.repository());
        Digest digest = call.digest();
        return worker.run(() -> repository.blob(digest).orElseThrow(() -> unknown(digest)))
                .map(blob -> reply(call, blob));
    }

    Future<Reply> delete(Call call) {
        Repository repository = new Repository(store, call.repository());
        Digest digest = call.digest();
        return worker.change(() -> unlink(repository, digest)).map(Reply.of(202));
    }

    private static Reply reply(Call call, Repository.Stored blob) {
        String etag = '"' + blob.digest().toString() + '"';
        Reply reply = Reply.of(200)
                .with(Map.of(
                        "Content-Type",
                        MediaType.OCTET_STREAM,
                        "Docker-Content-Digest",
                        blob.digest().toString(),
                        "Accept-Ranges",
                        "bytes",
                        "ETag",
                        etag));
        ByteRange range = ByteRange.of(wantedRange(call, etag), blob.size());
        if (range == null) {
            return reply.withFile(blob.path(), 0, blob.size());
        }
        long last = range.offset() + range.length() - 1;
        return new Reply(206, reply.headers(), null, null)
                .with("Content-Range", "bytes " + range.offset() + "-" + last + "/" + blob.size())
                .withFile(blob.path(), range.offset(), range.length());
    }

    // Range is defined for GET only, and If-Range asks for the whole where the content is another.
    private static String wantedRange(Call call, String etag) {
        String condition = call.header("If-Range");
        boolean wanted = call.method().equals(HttpMethod.GET) && (condition == null || condition.equals(etag));
        return wanted ? call.header("Range") : null;
    }

    private static Void unlink(Repository repository, Digest digest) throws IOException {
        if (!repository.unlinkBlob(digest)) {
            throw unknown(digest);
        }
        return null;
    }

    private static Refusal unknown(Digest digest) {
        return Refusal.of(ErrorCode.BLOB_UNKNOWN, "no such blob in this repository: " + digest);
    }
}
