package io.github.vertxregistry.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/**
 * A content digest that is valid by construction (OCI Image Spec, "Digests"): {@code sha256} with 64 or {@code sha512}
 * with 128 lower-case hex digits. Safe to use in a path or a URL.
 *
 * @param algorithm {@code sha256} or {@code sha512}
 * @param hex the lower-case hex digits
 */
public record Digest(String algorithm, String hex) {
    private static final int SHORT_LENGTH = 12;

    public Digest {
        Objects.requireNonNull(algorithm);
        Objects.requireNonNull(hex);
        int length =
                switch (algorithm) {
                    case "sha256" -> 64;
                    case "sha512" -> 128;
                    default -> throw invalid(algorithm + ":" + hex, "only sha256 and sha512 are known");
                };
        if (hex.length() != length || !hex.chars().allMatch(Digest::isLowerHex)) {
            throw invalid(algorithm + ":" + hex, "it takes " + length + " lower-case hex digits");
        }
    }

    /** Reads {@code algorithm:hex}; fails with {@link FailureKind#NAME_INVALID}. */
    @JsonCreator
    public static Digest of(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw invalid(text, "it has no algorithm");
        }
        return new Digest(text.substring(0, colon), text.substring(colon + 1));
    }

    /** Returns the SHA-256 digest of those bytes. */
    public static Digest sha256(byte[] bytes) {
        return new Digest("sha256", HexFormat.of().formatHex(newHash("sha256").digest(bytes)));
    }

    /** Returns a digest from a finished hash. */
    public static Digest of(String algorithm, MessageDigest hash) {
        return new Digest(algorithm, HexFormat.of().formatHex(hash.digest()));
    }

    /** Returns a new hash of this digest's algorithm. */
    public MessageDigest newHash() {
        return newHash(algorithm);
    }

    /** Returns whether those bytes hash to this digest. */
    public boolean matches(byte[] bytes) {
        return HexFormat.of().formatHex(newHash().digest(bytes)).equals(hex);
    }

    /** Returns the first twelve hex digits, as docker prints them. */
    public String shortForm() {
        return hex.substring(0, SHORT_LENGTH);
    }

    /** Returns a new hash of that algorithm, {@code sha256} or {@code sha512}. */
    public static MessageDigest newHash(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm.equals("sha512") ? "SHA-512" : "SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }

    private static boolean isLowerHex(int c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    }

    private static RegistryException invalid(String text, String why) {
        return RegistryException.of(FailureKind.NAME_INVALID, "not a digest: '" + Names.shown(text) + "': " + why)
                .withHint("write it as sha256: and 64 hex digits");
    }

    @JsonValue
    @Override
    public String toString() {
        return algorithm + ":" + hex;
    }
}
