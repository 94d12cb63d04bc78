package io.github.vertxregistry.testkit;

import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;

/** A key that signs JWTs (RFC 7515), and shows its open half as registries want it (RFC 7517, RFC 7518). */
final class JwtKey {
    static final JwtKey RS256 =
            new JwtKey("RS256", "RSA", new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4), "SHA256withRSA");
    static final JwtKey ES256 =
            new JwtKey("ES256", "EC", new ECGenParameterSpec("secp256r1"), "SHA256withECDSAinP1363Format");

    private static final int EC_BYTES = 32;

    private final String name;
    private final KeyPair pair;
    private final String signature;

    private JwtKey(String name, String type, AlgorithmParameterSpec parameters, String signature) {
        this.name = name;
        this.signature = signature;
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(type);
            generator.initialize(parameters);
            pair = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    String sign(JsonObject claims) {
        JsonObject head = new JsonObject().put("typ", "JWT").put("alg", name).put("kid", name);
        String content = encoded(head) + "." + encoded(claims);
        try {
            Signature signing = Signature.getInstance(signature);
            signing.initSign(pair.getPrivate());
            signing.update(content.getBytes(StandardCharsets.US_ASCII));
            return content + "." + base64().encodeToString(signing.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Base64.Encoder base64() {
        return Base64.getUrlEncoder().withoutPadding();
    }

    private static String encoded(JsonObject json) {
        return base64().encodeToString(json.encode().getBytes(StandardCharsets.UTF_8));
    }

    JsonObject jwk() {
        JsonObject jwk = new JsonObject().put("alg", name).put("kid", name).put("use", "sig");
        if (pair.getPublic() instanceof RSAPublicKey rsa) {
            return jwk.put("kty", "RSA")
                    .put("n", unsigned(rsa.getModulus(), 0))
                    .put("e", unsigned(rsa.getPublicExponent(), 0));
        }
        ECPublicKey ec = (ECPublicKey) pair.getPublic();
        return jwk.put("kty", "EC")
                .put("crv", "P-256")
                .put("x", unsigned(ec.getW().getAffineX(), EC_BYTES))
                .put("y", unsigned(ec.getW().getAffineY(), EC_BYTES));
    }

    /** Without the sign that Java puts before it, and filled up by zeros where the length is set. */
    private static String unsigned(BigInteger number, int least) {
        byte[] bytes = number.toByteArray();
        byte[] bare = bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
        byte[] whole = new byte[Math.max(least, bare.length)];
        System.arraycopy(bare, 0, whole, whole.length - bare.length, bare.length);
        return base64().encodeToString(whole);
    }
}
