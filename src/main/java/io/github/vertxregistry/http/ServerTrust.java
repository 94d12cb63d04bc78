package io.github.vertxregistry.http;

import java.net.Socket;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Believes the authorities that this JVM trusts, and more that it is given; what it does not believe it says in words, with
 * what stands in the certificate.
 */
final class ServerTrust extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager judge;

    private ServerTrust(X509ExtendedTrustManager judge) {
        this.judge = judge;
    }

    /** Returns the trust in what this JVM trusts and in these besides. Reads the JVM's trust store: for workers. */
    static ServerTrust withMore(List<X509Certificate> authorities) throws Exception {
        X509ExtendedTrustManager system = judge(null);
        if (authorities.isEmpty()) {
            return new ServerTrust(system);
        }
        KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
        all.load(null, null);
        int number = 0;
        for (X509Certificate authority : system.getAcceptedIssuers()) {
            all.setCertificateEntry("system-" + number++, authority);
        }
        for (X509Certificate authority : authorities) {
            all.setCertificateEntry("own-" + number++, authority);
        }
        return new ServerTrust(judge(all));
    }

    private static X509ExtendedTrustManager judge(KeyStore store) throws Exception {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        for (TrustManager candidate : factory.getTrustManagers()) {
            if (candidate instanceof X509ExtendedTrustManager judge) {
                return judge;
            }
        }
        throw new IllegalStateException("this JVM has no trust manager for certificates");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        try {
            judge.checkServerTrusted(chain, type, engine);
        } catch (CertificateException e) {
            throw UntrustedCertificate.of(chain, e, isTrustedForOtherName(judge, chain, type));
        }
    }

    /** The judge looks at the name only where it knows the connection. */
    private static boolean isTrustedForOtherName(X509TrustManager judge, X509Certificate[] chain, String type) {
        try {
            judge.checkServerTrusted(chain, type);
            return true;
        } catch (CertificateException e) {
            return false;
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        judge.checkServerTrusted(chain, type, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        judge.checkServerTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        judge.checkClientTrusted(chain, type, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        judge.checkClientTrusted(chain, type, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        judge.checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return judge.getAcceptedIssuers();
    }
}
