package io.github.vertxregistry.http;

import io.github.vertxregistry.model.Names;
import java.io.Serial;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Why a server's certificate is not believed: what is wrong with it, what stands in it, and the way out. */
final class UntrustedCertificate extends CertificateException {
    @Serial
    private static final long serialVersionUID = 1;

    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;
    private static final int MOST_NAMES = 8;

    private final String hint;

    private UntrustedCertificate(String words, String hint, CertificateException cause) {
        super(words, cause);
        this.hint = hint;
    }

    static UntrustedCertificate of(X509Certificate[] chain, CertificateException cause, boolean otherName) {
        X509Certificate own = chain[0];
        Instant now = Instant.now();
        if (otherName) {
            return new UntrustedCertificate(
                    "its certificate is for other names: " + names(own),
                    "ask for the registry by one of these names, or set tls.serverName to one",
                    cause);
        }
        for (X509Certificate each : chain) {
            if (now.isAfter(each.getNotAfter().toInstant())) {
                return new UntrustedCertificate(
                        "its certificate expired: " + dates(each) + ", " + who(each),
                        "have it renewed, unless the clock here is wrong: it says " + now,
                        cause);
            }
            if (now.isBefore(each.getNotBefore().toInstant())) {
                return new UntrustedCertificate(
                        "its certificate is not valid yet: " + dates(each) + ", " + who(each),
                        "is the clock here right? It says " + now,
                        cause);
            }
        }
        if (isWeak(cause)) {
            return new UntrustedCertificate(
                    "its certificate is signed in a way that is not safe any more, " + own.getSigAlgName() + ", "
                            + who(own),
                    "have it made anew, with SHA-256 and RSA of 2,048 bits or an elliptic curve",
                    cause);
        }
        X509Certificate last = chain[chain.length - 1];
        return new UntrustedCertificate(
                "the authority that made its certificate is not trusted here: " + who(own)
                        + (chain.length == 1 ? "" : ", the last of the chain issued by " + issuer(last)),
                "give the authority's certificate with --ca-file (tls.caFile of the registry's configuration)",
                cause);
    }

    private static boolean isWeak(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertPathValidatorException invalid
                    && invalid.getReason() == CertPathValidatorException.BasicReason.ALGORITHM_CONSTRAINED) {
                return true;
            }
        }
        return false;
    }

    private static String dates(X509Certificate certificate) {
        return "valid from " + certificate.getNotBefore().toInstant() + " to "
                + certificate.getNotAfter().toInstant();
    }

    private static String who(X509Certificate certificate) {
        boolean selfSigned = certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
        return "subject " + Names.shown(certificate.getSubjectX500Principal().getName()) + ", "
                + (selfSigned ? "signed by itself" : "issued by " + issuer(certificate));
    }

    private static String issuer(X509Certificate certificate) {
        return Names.shown(certificate.getIssuerX500Principal().getName());
    }

    private static String names(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            if (alternatives != null) {
                alternatives.stream()
                        .filter(name ->
                                name.get(0).equals(DNS_NAME) || name.get(0).equals(IP_ADDRESS))
                        .forEach(name -> names.add(Names.shown(String.valueOf(name.get(1)))));
            }
        } catch (CertificateParsingException e) {
            return "none that can be read";
        }
        if (names.isEmpty()) {
            return "it has none, but the subject "
                    + Names.shown(certificate.getSubjectX500Principal().getName());
        }
        String more = names.size() > MOST_NAMES ? " and " + (names.size() - MOST_NAMES) + " more" : "";
        return String.join(", ", names.subList(0, Math.min(names.size(), MOST_NAMES))) + more;
    }

    String hint() {
        return hint;
    }
}
