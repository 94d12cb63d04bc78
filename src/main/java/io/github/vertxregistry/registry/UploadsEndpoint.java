package io.github.vertxregistry.registry;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.http.HttpAnswer;
import io.github.vertxregistry.http.HttpCall;
import io.github.vertxregistry.http.HttpSender;
import io.github.vertxregistry.http.Location;
import io.github.vertxregistry.model.BlobPart;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.MediaType;
import io.github.vertxregistry.model.Names;
import io.github.vertxregistry.model.Origin;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code /v2/<name>/blobs/uploads/}: OCI Distribution, "Pushing blobs" (end-4 to end-6, end-11, end-13, end-14). Every
 * session goes on under the Location of its latest answer.
 */
public final class UploadsEndpoint {
    private static final Pattern RANGE = Pattern.compile("(?:bytes=)?0-([0-9]{1,18})");

    private static final int CANCEL_TRIES = 3;

    private final Origin origin;
    private final HttpSender sender;
    private final Task task;
    private final String repository;
    private final UploadLog log;

    UploadsEndpoint(Origin origin, HttpSender sender, Task task, String repository, UploadLog log) {
        this.origin = origin;
        this.sender = sender;
        this.task = task;
        this.repository = Names.repository(repository);
        this.log = log;
    }

    /**
     * An open upload session.
     *
     * @param location where it goes on
     * @param minChunk the least length of a chunk but the last, in bytes; 0 where the registry set none
     */
    public record Session(Location location, long minChunk) {}

    /**
     * Where a session stands.
     *
     * @param session the session, under its newest Location
     * @param taken how many bytes of the blob it has; 0 where that is none or, unlikely, one
     */
    public record Standing(Session session, long taken) {}

    /** Does several of the requests below as one thing that is tried again as a whole; fails as its last try. */
    public <T> Future<T> repeat(Tries<T> tries) {
        return sender.repeat(origin, task, tries);
    }

    /** Opens a session. */
    public Future<Session> open() {
        HttpCall call = post("", "open upload");
        return sender.sendOnce(call, task).map(answer -> opened(answer.require(202)));
    }

    /**
     * Mounts a blob from another repository of the registry: empty where that is done, else the session that the registry
     * opened in its place (OCI Distribution, "Mounting a blob from another repository").
     */
    public Future<Optional<Session>> mount(Digest digest, String from) {
        String query = "?mount=" + digest + "&from=" + Names.repository(from);
        HttpCall call = post(query, "mount " + digest + " from " + from).needing(Scopes.mount(repository, from));
        return sender.sendOnce(call, task)
                .map(answer -> answer.is(201) ? Optional.empty() : Optional.of(opened(answer.require(202))));
    }

    /**
     * Asks where a session stands after a request to it has failed; empty where it is lost, or the registry cannot tell (OCI
     * Distribution, "Pushing a blob in chunks", end-13).
     */
    public Future<Optional<Standing>> status(Session session) {
        return sender.sendOnce(at(HttpMethod.GET, session.location(), "ask for upload"), task)
                .map(answer -> {
                    RegistryException failure = answer.is(200, 202, 204) ? null : answer.failure();
                    if (failure != null && failure.retryable() && !failure.hasErrorCode("BLOB_UPLOAD_INVALID")) {
                        throw failure;
                    }
                    return failure == null ? standing(session, answer) : Optional.empty();
                });
    }

    /**
     * Distribution says {@code 0-0} of an empty session as of one that has one byte. It is taken for empty; where that was wrong,
     * the registry finds no such range or another digest, and the blob starts anew.
     */
    private Optional<Standing> standing(Session session, HttpAnswer answer) {
        Matcher range = RANGE.matcher(answer.header("Range").orElse(""));
        if (!range.matches()) {
            return Optional.empty();
        }
        long end = Long.parseLong(range.group(1));
        return Optional.of(new Standing(next(session, answer), end == 0 ? 0 : end + 1));
    }

    /** Streams a whole blob into a session, with its length, if that is known, and without a Content-Range. */
    public Future<Session> stream(Session session, BlobPart body) {
        return sender.upload(upload(HttpMethod.PATCH, session.location(), body), body, task)
                .map(answer -> next(session, answer.require(202, 201, 204)));
    }

    /** Sends the next chunk of a session. */
    public Future<Session> chunk(Session session, BlobPart body) {
        String range = body.offset() + "-" + (body.offset() + body.length() - 1);
        HttpCall call = upload(HttpMethod.PATCH, session.location(), body).with("Content-Range", range);
        return sender.upload(call, body, task).map(answer -> next(session, answer.require(202, 201, 204)));
    }

    /** Streams a whole blob into a session and closes it, in one request. */
    public Future<Void> put(Session session, BlobPart body) {
        HttpCall call = upload(HttpMethod.PUT, closing(session, body.digest()), body);
        return sender.upload(call, body, task).map(answer -> stored(session, answer, body.digest()));
    }

    /** Closes a session: the registry hashes what it got, and refuses what does not give the digest. */
    public Future<Void> close(Session session, Digest digest) {
        HttpCall call = at(HttpMethod.PUT, closing(session, digest), "close upload of " + digest)
                .with("Content-Type", MediaType.OCTET_STREAM)
                .withContent(Buffer.buffer());
        return sender.commit(call, task).map(answer -> stored(session, answer, digest));
    }

    /** Gives up a session, of a stopped operation, too; whether the registry still knew it does not matter. */
    public Future<Void> cancel(Session session) {
        return cancel(session, CANCEL_TRIES).otherwiseEmpty().onSuccess(done -> over(session));
    }

    /** Distribution 3 refuses a Location that does not tell how much it has by now (416): asked, it gives one that does. */
    private Future<Void> cancel(Session session, int tries) {
        return delete(session)
                .compose(answer -> answer.is(416) && tries > 1
                        ? sender.sendOnce(at(HttpMethod.GET, session.location(), "ask for upload"), task.beyondStop())
                                .compose(at -> at.is(200, 202, 204)
                                        ? cancel(new Session(Location.of(at), session.minChunk()), tries - 1)
                                        : Future.succeededFuture())
                        : Future.succeededFuture());
    }

    private Future<HttpAnswer> delete(Session session) {
        HttpCall call = at(HttpMethod.DELETE, session.location(), "cancel upload");
        return sender.sendOnce(call, task.beyondStop())
                .recover(cause ->
                        isBroken(cause) ? sender.sendOnce(call, task.beyondStop()) : Future.failedFuture(cause));
    }

    /** Gives up a session that somebody else has left open; fails with {@code REGISTRY_FAULT} where its place is none. */
    public Future<Void> giveUp(OpenUpload left) {
        return cancel(new Session(Location.of(left.location(), "an upload that was left"), 0));
    }

    /** Nothing will be asked of a session any more. */
    public void over(Session session) {
        log.ended(told(session));
    }

    /** What broke the upload off may have broken more connections; one more try spares the registry a session that stays. */
    private static boolean isBroken(Throwable cause) {
        return cause instanceof RegistryException failure && failure.kind() == FailureKind.UNREACHABLE;
    }

    private Void stored(Session session, HttpAnswer answer, Digest digest) {
        answer.require(201, 204);
        over(session);
        StatedDigest.check(answer, digest);
        return null;
    }

    private static Location closing(Session session, Digest digest) {
        return session.location().with("digest", digest.toString());
    }

    private HttpCall post(String query, String verb) {
        return HttpCall.of(HttpMethod.POST, origin, uploads() + query, verb + " to " + repository)
                .needing(Scopes.push(repository))
                .withContent(Buffer.buffer());
    }

    private HttpCall at(HttpMethod method, Location location, String verb) {
        return HttpCall.of(method, origin, uploads(), verb + " to " + repository)
                .needing(Scopes.push(repository))
                .to(location);
    }

    private String uploads() {
        return "/v2/" + repository + "/blobs/uploads/";
    }

    private HttpCall upload(HttpMethod method, Location location, BlobPart body) {
        return at(method, location, "upload " + body.digest()).with("Content-Type", MediaType.OCTET_STREAM);
    }

    private Session opened(HttpAnswer answer) {
        Session session = new Session(
                Location.of(answer), answer.number("OCI-Chunk-Min-Length").orElse(0L));
        log.opened(told(session));
        return session;
    }

    private Session next(Session session, HttpAnswer answer) {
        if (!answer.headers().contains("Location")) {
            return session;
        }
        Session next = new Session(Location.of(answer), session.minChunk());
        log.moved(told(session), told(next));
        return next;
    }

    private OpenUpload told(Session session) {
        return new OpenUpload(
                origin.toString(),
                repository,
                session.location().origin() + session.location().uri());
    }
}
