package io.github.vertxregistry.testkit;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.KeyUsage;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** A certificate authority that nobody knows, made for one test, and the certificates that it gives. */
public final class Authority {
    private final X509Bundle root;

    private Authority(X509Bundle root) {
        this.root = root;
    }

    public static Authority named(String name) {
        try {
            return new Authority(builder("CN=" + name)
                    .setIsCertificateAuthority(true)
                    .setKeyUsage(true, KeyUsage.keyCertSign, KeyUsage.digitalSignature)
                    .buildSelfSigned());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Gives a server's certificate for these names and addresses. */
    public Identity server(String... names) {
        return issue(forNames(names));
    }

    /** Gives a certificate of one that is both a server and a client, as a node of a cluster is. */
    public Identity node(String name) {
        return issue(forNames(name).addExtendedKeyUsageClientAuth());
    }

    /** Gives a server's certificate whose time is over. */
    public Identity expired(String... names) {
        Instant now = Instant.now();
        return issue(forNames(names).notBefore(now.minus(20, ChronoUnit.DAYS)).notAfter(now.minus(2, ChronoUnit.DAYS)));
    }

    /** Gives a server's certificate whose time is yet to come. */
    public Identity early(String... names) {
        Instant now = Instant.now();
        return issue(forNames(names).notBefore(now.plus(2, ChronoUnit.DAYS)).notAfter(now.plus(20, ChronoUnit.DAYS)));
    }

    /** Gives a client's certificate. */
    public Identity client(String name) {
        return issue(builder("CN=" + name).addExtendedKeyUsageClientAuth());
    }

    /** Gives a client's certificate with an RSA key, which old tools write as PKCS#1. */
    public Identity rsaClient(String name) {
        return issue(builder("CN=" + name).rsa2048().addExtendedKeyUsageClientAuth());
    }

    private static CertificateBuilder forNames(String... names) {
        CertificateBuilder builder = builder("CN=" + names[0]).addExtendedKeyUsageServerAuth();
        for (String name : names) {
            if (name.matches("[0-9.]+|.*:.*")) {
                builder.addSanIpAddress(name);
            } else {
                builder.addSanDnsName(name);
            }
        }
        return builder;
    }

    private static CertificateBuilder builder(String subject) {
        return new CertificateBuilder().ecp256().subject(subject);
    }

    private Identity issue(CertificateBuilder builder) {
        try {
            return new Identity(builder.buildIssuedBy(root), root.getCertificate());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes the authority's own certificate into that folder. */
    public Path pem(Path folder) {
        return write(folder.resolve("ca.crt"), root.getRootCertificatePEM());
    }

    static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
