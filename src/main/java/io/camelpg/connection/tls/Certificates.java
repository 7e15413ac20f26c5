package io.camelpg.connection.tls;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** X.509 certificates: read from PEM, named in messages, matched with a key. */
final class Certificates {
    private Certificates() {}

    /** All certificates of a text, in their order: at least one. */
    static List<X509Certificate> read(String text) throws PemException {
        List<Pem> blocks = Pem.parse(text);
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Pem block : blocks) {
                if (block.label().equals("CERTIFICATE")) {
                    certificates.add(
                            (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.der())));
                }
            }
        } catch (CertificateException e) {
            throw new PemException("has a damaged certificate, number " + (certificates.size() + 1), e);
        }
        if (certificates.isEmpty()) {
            throw new PemException(
                    blocks.isEmpty()
                            ? "is not PEM; convert it: openssl x509 -inform DER -in <file> -out <new file>"
                            : "has no CERTIFICATE, only " + blocks);
        }
        return List.copyOf(certificates);
    }

    /** Whom it is made out to, as messages say it. */
    static String subject(X509Certificate certificate) {
        return "'" + certificate.getSubjectX500Principal().getName() + "'";
    }

    static String issuer(X509Certificate certificate) {
        return "'" + certificate.getIssuerX500Principal().getName() + "'";
    }

    static boolean isExpired(X509Certificate certificate, Instant now) {
        return certificate.getNotAfter().toInstant().isBefore(now);
    }

    static boolean isNotYetValid(X509Certificate certificate, Instant now) {
        return certificate.getNotBefore().toInstant().isAfter(now);
    }

    /** Whether what the key signs is what the certificate proves. */
    static boolean belong(PrivateKey key, X509Certificate certificate) {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> key.getAlgorithm();
                };
        try {
            byte[] challenge = new byte[32];
            new SecureRandom().nextBytes(challenge);
            Signature signature = Signature.getInstance(algorithm);
            if (algorithm.equals("RSASSA-PSS")) {
                signature.setParameter(new java.security.spec.PSSParameterSpec(
                        "SHA-256", "MGF1", java.security.spec.MGF1ParameterSpec.SHA256, 32, 1));
            }
            signature.initSign(key);
            signature.update(challenge);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(challenge);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
