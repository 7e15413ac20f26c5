package io.camelpg.support;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** A certificate (X.509 version 3, EC P-256) of a test's own, with its key: an authority's or one it has issued. */
public record TestCertificate(X509Certificate certificate, PrivateKey key) {
    private static final AtomicInteger SERIALS = new AtomicInteger();
    private static final DateTimeFormatter UTC_TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    /** What issues others: valid from yesterday for a year, as all that say nothing else. */
    public static TestCertificate authority(String name) {
        return create(name, null, -1, 365, true, List.of());
    }

    /** @param names such as {@code dns:localhost} and {@code ip:127.0.0.1} */
    public static TestCertificate selfSigned(String commonName, String... names) {
        return create(commonName, null, -1, 365, false, List.of(names));
    }

    public TestCertificate issue(String commonName, String... names) {
        return create(commonName, this, -1, 365, false, List.of(names));
    }

    /** An authority below this one. */
    public TestCertificate authorityBelow(String name) {
        return create(name, this, -1, 365, true, List.of());
    }

    /** @param fromDay in days from now; negative in the past */
    public TestCertificate issueFor(int fromDay, int toDay, String commonName, String... names) {
        return create(commonName, this, fromDay, toDay, false, List.of(names));
    }

    public String pem() {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public String keyPem() {
        return pem("PRIVATE KEY", key.getEncoded());
    }

    /** As {@code openssl pkcs8 -topk8} writes it. */
    public String encryptedKeyPem(String password) {
        try {
            String algorithm = "PBEWithHmacSHA256AndAES_256";
            Cipher cipher = Cipher.getInstance(algorithm);
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(password.toCharArray())));
            byte[] parameters = cipher.getParameters().getEncoded();
            // Older JDKs put the name of the family before them, newer ones leave that to others.
            byte[] family = Asn1.oid("1.2.840.113549.1.5.13");
            boolean named =
                    HexFormat.of().formatHex(parameters).contains(HexFormat.of().formatHex(family));
            return pem(
                    "ENCRYPTED PRIVATE KEY",
                    Asn1.sequence(
                            named ? parameters : Asn1.sequence(family, parameters),
                            Asn1.octets(cipher.doFinal(key.getEncoded()))));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label + "-----\n";
    }

    private static TestCertificate create(
            String name, TestCertificate issuer, int fromDay, int toDay, boolean authority, List<String> names) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            byte[] algorithm = Asn1.sequence(Asn1.oid("1.2.840.10045.4.3.2"));
            byte[] subject = Asn1.sequence(Asn1.set(Asn1.sequence(Asn1.oid("2.5.4.3"), Asn1.text(name))));
            byte[] body = Asn1.sequence(
                    Asn1.element(0xA0, Asn1.integer(BigInteger.TWO)),
                    Asn1.integer(BigInteger.valueOf(1000 + SERIALS.incrementAndGet())),
                    algorithm,
                    issuer == null
                            ? subject
                            : issuer.certificate.getSubjectX500Principal().getEncoded(),
                    Asn1.sequence(time(fromDay), time(toDay)),
                    subject,
                    pair.getPublic().getEncoded(),
                    Asn1.element(0xA3, Asn1.sequence(extensions(authority, names))));
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(issuer == null ? pair.getPrivate() : issuer.key);
            signature.update(body);
            byte[] whole = Asn1.sequence(body, algorithm, Asn1.bits(signature.sign()));
            X509Certificate certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(whole));
            return new TestCertificate(certificate, pair.getPrivate());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] time(int day) {
        return Asn1.element(
                0x17, UTC_TIME.format(Instant.now().plus(Duration.ofDays(day))).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[][] extensions(boolean authority, List<String> names) {
        List<byte[]> extensions = new ArrayList<>();
        if (authority) {
            extensions.add(Asn1.sequence(Asn1.oid("2.5.29.19"), Asn1.yes(), Asn1.octets(Asn1.sequence(Asn1.yes()))));
        } else {
            extensions.add(Asn1.sequence(Asn1.oid("2.5.29.19"), Asn1.octets(Asn1.sequence())));
        }
        if (!names.isEmpty()) {
            byte[][] alternatives =
                    names.stream().map(TestCertificate::alternative).toArray(byte[][]::new);
            extensions.add(Asn1.sequence(Asn1.oid("2.5.29.17"), Asn1.octets(Asn1.sequence(alternatives))));
        }
        return extensions.toArray(byte[][]::new);
    }

    private static byte[] alternative(String name) {
        if (name.startsWith("dns:")) {
            return Asn1.element(0x82, name.substring(4).getBytes(StandardCharsets.US_ASCII));
        }
        try {
            return Asn1.element(0x87, InetAddress.getByName(name.substring(3)).getAddress());
        } catch (java.net.UnknownHostException e) {
            throw new IllegalArgumentException(name, e);
        }
    }
}
