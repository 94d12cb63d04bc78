package io.github.vertxregistry.http;

import io.github.vertxregistry.model.Names;
import io.github.vertxregistry.task.Task;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a registry warns of (OCI Distribution, "Warnings"): shown as it is, and never acted upon. */
final class Warnings {
    private static final int MOST_WORDS = 4_096;
    private static final Pattern WARNING = Pattern.compile("299 - \"((?:[^\"\\\\]|\\\\.){1," + MOST_WORDS + "})\"");

    private Warnings() {}

    /** Hands the warnings of an answer to the operation, which keeps each once. */
    static void handOn(HttpAnswer answer, Task task) {
        for (String header : answer.headers().getAll("Warning")) {
            Matcher warning = WARNING.matcher(header);
            if (warning.matches()) {
                String words = warning.group(1).replaceAll("\\\\(.)", "$1");
                task.warn(answer.call().origin().authority() + ": " + Names.shown(words, MOST_WORDS));
            }
        }
    }
}
