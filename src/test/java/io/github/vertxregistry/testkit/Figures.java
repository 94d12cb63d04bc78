package io.github.vertxregistry.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What long tests have to report: lines of {@code target/figures.txt}, which the README's fault table is written from. */
public final class Figures {
    private static final Logger LOG = LoggerFactory.getLogger(Figures.class);
    private static final Path FILE = Path.of("target", "figures.txt");

    private Figures() {}

    /** Adds a line, written as {@link String#format} does. */
    public static void tell(String format, Object... values) {
        String line = String.format(Locale.ROOT, format, values);
        LOG.info("{}", line);
        try {
            Files.createDirectories(FILE.getParent());
            Files.write(
                    FILE,
                    (line + "\n").getBytes(StandardCharsets.UTF_8),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
