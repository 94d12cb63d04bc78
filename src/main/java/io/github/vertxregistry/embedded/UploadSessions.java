package io.github.vertxregistry.embedded;

import io.github.vertxregistry.config.EmbeddedLimits;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The uploads that are under way, each in a folder of its own, so that they survive a restart. A session can be reached
 * through its own repository only. Lives on the verticle's event loop.
 */
final class UploadSessions {
    private static final Logger LOG = LoggerFactory.getLogger(UploadSessions.class);
    private static final String REPOSITORY = "repository";
    private static final String DATA = "data";

    private final Store store;
    private final Worker worker;
    private final EmbeddedLimits limits;
    private final Map<String, Future<UploadSession>> sessions = new HashMap<>();

    UploadSessions(Store store, Worker worker, EmbeddedLimits limits) {
        this.store = store;
        this.worker = worker;
        this.limits = limits;
    }

    /** Takes up what was under way when the registry was stopped, but for what is too old. */
    Future<Void> load() {
        return worker.run(this::read).map(found -> {
            found.forEach(session -> sessions.put(session.id(), Future.succeededFuture(session)));
            return null;
        });
    }

    /** Opens a session; fails with TOOMANYREQUESTS where as many are open as there may be. */
    Future<UploadSession> open(String repository) {
        if (sessions.size() >= limits.maxUploads()) {
            return Future.failedFuture(Refusal.of(
                    ErrorCode.TOOMANYREQUESTS, limits.maxUploads() + " uploads are open, and no more may be"));
        }
        String id = UUID.randomUUID().toString();
        Future<UploadSession> session = worker.run(() -> create(id, repository));
        sessions.put(id, session);
        return session.onFailure(failure -> sessions.remove(id, session));
    }

    /** Finds a session; fails with BLOB_UPLOAD_UNKNOWN. */
    Future<UploadSession> find(String id, String repository) {
        Future<UploadSession> known = sessions.get(id);
        return known == null
                ? Future.failedFuture(UploadSession.unknown())
                : known.compose(found -> found.repository().equals(repository)
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

    /** Closes the sessions that nobody goes on with. */
    void purge() {
        long oldest = System.currentTimeMillis() - limits.uploadAgeMs();
        List.copyOf(sessions.values()).stream()
                .filter(session -> session.succeeded() && session.result().idleSince(oldest))
                .forEach(session -> {
                    LOG.debug("upload {} is given up", session.result().id());
                    close(session.result());
                });
    }

    private Path folder(String id) {
        return store.uploads().resolve(id);
    }

    private UploadSession create(String id, String repository) throws IOException {
        store.write(folder(id).resolve(REPOSITORY), repository.getBytes(StandardCharsets.UTF_8));
        return session(id, repository, System.currentTimeMillis());
    }

    private UploadSession session(String id, String repository, long usedAt) throws IOException {
        UploadFile file = new UploadFile(folder(id).resolve(DATA), limits.maxBlobBytes());
        return new UploadSession(id, repository, file, usedAt);
    }

    private List<UploadSession> read() throws IOException {
        long oldest = System.currentTimeMillis() - limits.uploadAgeMs();
        List<UploadSession> found = new ArrayList<>();
        for (Path folder : folders()) {
            Path data = folder.resolve(DATA);
            long usedAt = Files.exists(data) ? Files.getLastModifiedTime(data).toMillis() : 0;
            if (usedAt < oldest) {
                Store.deleteTree(folder);
            } else {
                String repository = Files.readString(folder.resolve(REPOSITORY));
                found.add(session(folder.getFileName().toString(), repository, usedAt));
            }
        }
        return found;
    }

    private List<Path> folders() throws IOException {
        try (Stream<Path> folders = Files.list(store.uploads())) {
            return folders.toList();
        }
    }
}
