package io.github.vertxregistry.http;

import io.github.vertxregistry.config.TlsConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Names;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TrustOptions;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;

/**
 * Reads certificates and keys (PEM, RFC 7468). What cannot be read, or is none, fails with {@code BAD_REQUEST}, the key of the
 * configuration that named it and the file.
 */
final class TlsFiles {
    private static final long MAX_BYTES = 4 << 20;

    private final Vertx vertx;

    TlsFiles(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Succeeds with the trust in what this JVM trusts and the authorities of these files. */
    Future<TrustOptions> trust(String key, List<String> caFiles) {
        Future<List<X509Certificate>> authorities = Future.succeededFuture(new ArrayList<>());
        for (String file : caFiles) {
            authorities = authorities.compose(found -> authorities(key, file).map(more -> {
                found.addAll(more);
                return found;
            }));
        }
        return authorities
                .compose(found -> vertx.executeBlocking(() -> ServerTrust.withMore(found), false))
                .map(TrustOptions::wrap);
    }

    private Future<List<X509Certificate>> authorities(String key, String file) {
        return read(key, file).compose(pem -> vertx.executeBlocking(() -> authorities(key, file, pem), false));
    }

    private List<X509Certificate> authorities(String key, String file, Buffer pem) {
        try {
            TrustManager[] managers = new PemTrustOptions()
                    .addCertValue(pem)
                    .getTrustManagerFactory(vertx)
                    .getTrustManagers();
            return List.of(((X509TrustManager) managers[0]).getAcceptedIssuers());
        } catch (Exception e) {
            throw bad(key, file, "holds no certificate: " + Names.shown(e.getMessage()), e)
                    .withHint("it takes PEM, which begins with -----BEGIN CERTIFICATE-----");
        }
    }

    /** Succeeds with our own certificate and its key, which have been found to belong together; with null where there is none. */
    Future<KeyCertOptions> own(String name, TlsConfig tls) {
        if (tls.certFile() == null) {
            return Future.succeededFuture();
        }
        String certName = name + ".certFile";
        String keyName = name + ".keyFile";
        return read(certName, tls.certFile())
                .compose(cert -> vertx.executeBlocking(() -> authorities(certName, tls.certFile(), cert), false)
                        .compose(isOne -> read(keyName, tls.keyFile()))
                        .compose(key -> vertx.executeBlocking(() -> own(keyName, tls.keyFile(), cert, key), false)));
    }

    private KeyCertOptions own(String name, String file, Buffer cert, Buffer key) {
        if (key.toString().contains("ENCRYPTED")) {
            throw bad(name, file, "holds a key that is encrypted, which cannot be used", null)
                    .withHint("decrypt it: openssl pkey -in KEY -out PLAIN_KEY");
        }
        try {
            KeyManager manager = new PemKeyCertOptions()
                    .addCertValue(cert)
                    .addKeyValue(key)
                    .getKeyManagerFactory(vertx)
                    .getKeyManagers()[0];
            if (manager instanceof X509KeyManager keys && isPair(keys)) {
                return KeyCertOptions.wrap(keys);
            }
        } catch (Exception e) {
            throw bad(name, file, "holds no key that can be used: " + Names.shown(e.getMessage()), e)
                    .withHint("it takes PEM, PKCS#8 or PKCS#1: -----BEGIN PRIVATE KEY----- or RSA PRIVATE KEY");
        }
        throw bad(name, file, "is not the key of the certificate", null)
                .withHint("give the certificate and the key that were made together");
    }

    private static boolean isPair(X509KeyManager keys) throws GeneralSecurityException {
        for (String type : List.of("RSA", "EC", "EdDSA")) {
            String[] aliases = keys.getClientAliases(type, null);
            if (aliases != null && aliases.length > 0) {
                return isPair(keys.getPrivateKey(aliases[0]), keys.getCertificateChain(aliases[0])[0]);
            }
        }
        return false;
    }

    private static boolean isPair(PrivateKey key, X509Certificate certificate) throws GeneralSecurityException {
        String type = key.getAlgorithm();
        if (!type.equals(certificate.getPublicKey().getAlgorithm())) {
            return false;
        }
        Signature signature = Signature.getInstance(
                switch (type) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> type;
                });
        byte[] text = certificate.getSerialNumber().toByteArray();
        signature.initSign(key);
        signature.update(text);
        byte[] signed = signature.sign();
        signature.initVerify(certificate.getPublicKey());
        signature.update(text);
        return signature.verify(signed);
    }

    private Future<Buffer> read(String key, String file) {
        String path = Path.of(file).toAbsolutePath().toString();
        return vertx.fileSystem()
                .props(path)
                .compose(props -> {
                    if (!props.isRegularFile() || props.size() > MAX_BYTES) {
                        throw bad(key, file, "is no file of certificates or keys", null);
                    }
                    return vertx.fileSystem().readFile(path);
                })
                .recover(cause -> Future.failedFuture(
                        cause instanceof RegistryException own ? own : unreadable(key, file, cause)));
    }

    private static RegistryException unreadable(String key, String file, Throwable cause) {
        boolean missing = cause.getCause() instanceof NoSuchFileException;
        return bad(key, file, missing ? "does not exist" : "cannot be read", cause)
                .withHint("check the path, and who may read it");
    }

    private static RegistryException bad(String key, String file, String problem, Throwable cause) {
        RegistryException failure = RegistryException.of(
                FailureKind.BAD_REQUEST, "field '" + key + "': the file " + Names.shown(file) + " " + problem);
        return cause == null ? failure : failure.withCause(cause);
    }
}
