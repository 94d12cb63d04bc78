package io.github.vertxregistry.registry;

/** Told of the upload sessions of a process, so that somebody gives them up where it dies. Any thread may tell; nobody waits. */
public interface UploadLog {
    /** Nobody listens. */
    UploadLog NONE = new UploadLog() {
        @Override
        public void opened(OpenUpload upload) {}

        @Override
        public void moved(OpenUpload from, OpenUpload to) {}

        @Override
        public void ended(OpenUpload upload) {}
    };

    /** A registry has opened a session. */
    void opened(OpenUpload upload);

    /** A session goes on at another place. */
    void moved(OpenUpload from, OpenUpload to);

    /** A session is there no more, or was given up. */
    void ended(OpenUpload upload);
}
