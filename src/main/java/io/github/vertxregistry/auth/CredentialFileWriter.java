package io.github.vertxregistry.auth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.vertxregistry.error.RegistryException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;

/**
 * Writes a file of credentials as docker does: indented by tabs, all that it does not know kept, readable by its owner alone,
 * and put in place in one step. Blocks.
 */
final class CredentialFileWriter {
    private static final ObjectWriter WRITER = JsonMapper.builder()
            .build()
            .writer(new DefaultPrettyPrinter()
                    .withSeparators(
                            Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER))
                    .withObjectIndenter(new DefaultIndenter("\t", "\n")));

    private CredentialFileWriter() {}

    /** Puts an entry under a key; with null for the credentials it only tells that a helper keeps them. */
    static void put(CredentialFile file, String key, Credentials credentials) {
        ObjectNode entry = file.json().withObject("/auths").putObject(key);
        if (credentials != null) {
            boolean isToken = credentials.is(Credentials.Kind.IDENTITY_TOKEN);
            String pair = credentials.username() + ":" + (isToken ? "" : credentials.secret());
            entry.put("auth", Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
            if (isToken) {
                entry.put("identitytoken", credentials.secret());
            }
        }
        write(file);
    }

    /** Takes entries out. */
    static void remove(CredentialFile file, Iterable<String> keys) {
        keys.forEach(file.json().withObject("/auths")::remove);
        write(file);
    }

    private static void write(CredentialFile file) {
        Path temporary = null;
        try {
            Path target = Files.exists(file.path())
                    ? file.path().toRealPath()
                    : file.path().toAbsolutePath();
            Files.createDirectories(target.getParent(), ownersAlone("rwx------"));
            temporary = Files.createTempFile(target.getParent(), ".config", ".json", ownersAlone("rw-------"));
            Files.write(temporary, WRITER.writeValueAsBytes(file.json()));
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON can be written", e);
        } catch (IOException e) {
            delete(temporary);
            throw unwritable(file);
        }
    }

    private static void delete(Path temporary) {
        try {
            if (temporary != null) {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            // It is readable by its owner alone, and what went wrong before is told.
        }
    }

    private static RegistryException unwritable(CredentialFile file) {
        return Unusable.because(
                file.path() + " cannot be written",
                "see to it that this user may write it, or choose another folder by DOCKER_CONFIG");
    }

    private static FileAttribute<?>[] ownersAlone(String permissions) {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
