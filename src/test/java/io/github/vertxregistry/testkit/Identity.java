package io.github.vertxregistry.testkit;

import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;

/**
 * A certificate and its key.
 *
 * @param bundle both
 * @param root who has signed it
 */
public record Identity(X509Bundle bundle, X509Certificate root) {
    /** Writes the certificate into that folder. */
    public Path cert(Path folder) {
        return Authority.write(folder.resolve("own.cert"), bundle.getCertificatePathPEM());
    }

    /** Writes the key into that folder as PKCS#8. */
    public Path key(Path folder) {
        return Authority.write(folder.resolve("own.key"), bundle.getPrivateKeyPEM());
    }

    /** Writes the key, an RSA one, into that folder as PKCS#1. */
    public Path pkcs1Key(Path folder) throws IOException {
        byte[] pkcs8 = bundle.getKeyPair().getPrivate().getEncoded();
        byte[] pkcs1 = PrivateKeyInfo.getInstance(pkcs8)
                .parsePrivateKey()
                .toASN1Primitive()
                .getEncoded();
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(pkcs1);
        return Authority.write(
                folder.resolve("own.rsa.key"),
                "-----BEGIN RSA PRIVATE KEY-----\n" + lines + "\n-----END RSA PRIVATE KEY-----\n");
    }

    /** Returns a socket on loopback that speaks TLS with this certificate. */
    public SSLServerSocket listen() {
        try {
            return (SSLServerSocket)
                    context().getServerSocketFactory().createServerSocket(0, 64, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the same for clients with a certificate of the same authority alone. */
    public SSLServerSocket listenForClientCertificates() {
        SSLServerSocket socket = listen();
        socket.setNeedClientAuth(true);
        return socket;
    }

    private SSLContext context() {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(bundle.toKeyStore(new char[0]), new char[0]);
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry("root", root);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
