package io.github.vertxregistry.embedded;

import io.vertx.core.Future;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The uploads that are under way, each in a folder of its own, so that they survive a restart. A session can be reached
 * through its own repository only. Lives on the verticle's event loop.
 */
final class UploadSessions {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final String REPOSITORY = "repository";
    private static final String DATA = "data";

    private final Store store;
    private final Worker worker;
    private final Map<String, Future<UploadSession>> sessions = new HashMap<>();

    UploadSessions(Store store, Worker worker) {
        this.store = store;
        this.worker = worker;
    }

    /** Opens a session. */
    Future<UploadSession> open(String repository) {
        String id = UUID.randomUUID().toString();
        return remember(id, worker.run(() -> create(id, repository)));
    }

    /** Finds a session, in memory or in the folder; fails with BLOB_UPLOAD_UNKNOWN. */
    Future<UploadSession> find(String id, String repository) {
        if (!ID.matcher(id).matches()) {
            return Future.failedFuture(UploadSession.unknown());
        }
        Future<UploadSession> known = sessions.get(id);
        Future<UploadSession> session = known != null ? known : remember(id, worker.run(() -> load(id)));
        return session.compose(found -> found.repository().equals(repository)
                ? Future.succeededFuture(found)
                : Future.failedFuture(UploadSession.unknown()));
    }

    /** Closes the session and deletes what it has left; until that is done it is found, and found closed. */
    Future<Void> close(UploadSession session) {
        session.close();
        return worker.<Void>run(() -> {
                    Store.deleteTree(folder(session.id()));
                    return null;
                })
                .onComplete(done -> sessions.remove(session.id()));
    }

    private Future<UploadSession> remember(String id, Future<UploadSession> session) {
        sessions.put(id, session);
        return session.onFailure(failure -> sessions.remove(id, session));
    }

    private Path folder(String id) {
        return store.uploads().resolve(id);
    }

    private UploadSession create(String id, String repository) throws IOException {
        store.write(folder(id).resolve(REPOSITORY), repository.getBytes(StandardCharsets.UTF_8));
        return new UploadSession(id, repository, new UploadFile(folder(id).resolve(DATA)));
    }

    private UploadSession load(String id) throws IOException {
        try {
            String repository = Files.readString(folder(id).resolve(REPOSITORY));
            return new UploadSession(id, repository, new UploadFile(folder(id).resolve(DATA)));
        } catch (NoSuchFileException e) {
            throw UploadSession.unknown();
        }
    }
}
