package io.camelpg.connection.tls;

import io.camelpg.error.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Certificates and key, read and checked together. Immutable.
 *
 * @param roots that may have signed the server's certificate; empty where the JVM's own count, or nothing is verified
 * @param chain the client's certificate first; empty where it has none
 * @param key of the client's certificate
 */
record TlsMaterial(List<X509Certificate> roots, List<X509Certificate> chain, @Nullable PrivateKey key) {
    /** Reads the sources; every fault is added to the problems, and what is returned is of use only if there is none. */
    static TlsMaterial load(TlsSources sources, TlsTexts texts, Problems problems) {
        List<X509Certificate> roots = certificates("ssl-root-cert", sources.rootCert(), texts.rootCert(), problems);
        List<X509Certificate> chain = certificates("ssl-cert", sources.cert(), texts.cert(), problems);
        PrivateKey key = key(sources, texts.key(), problems);
        if (key != null && !chain.isEmpty() && !Certificates.belong(key, chain.get(0))) {
            problems.add("ssl-key: " + sources.key() + " is not the key of the first certificate in ssl-cert, "
                    + Certificates.subject(chain.get(0)));
        }
        return new TlsMaterial(roots, chain, key);
    }

    private static List<X509Certificate> certificates(
            String option, @Nullable PemSource source, @Nullable String text, Problems problems) {
        try {
            return text == null ? List.of() : Certificates.read(text);
        } catch (PemException e) {
            problems.add(option + ": " + source + " " + e.getMessage());
            return List.of();
        }
    }

    private static @Nullable PrivateKey key(TlsSources sources, @Nullable String text, Problems problems) {
        try {
            return text == null ? null : PrivateKeys.read(text, sources.keyPassword());
        } catch (PemException e) {
            problems.add("ssl-key: " + sources.key() + " " + e.getMessage());
            return null;
        }
    }

    /** What works and should still be looked at: certificates out of their time, a key that others can read. */
    List<String> warnings(TlsSources sources) {
        List<String> warnings = new ArrayList<>();
        Instant now = Instant.now();
        roots.forEach(root -> validity("ssl-root-cert", root, now, warnings));
        chain.forEach(certificate -> validity("ssl-cert", certificate, now, warnings));
        PemSource source = sources.key();
        Path file = source == null ? null : source.file();
        if (file != null && isReadableByOthers(file)) {
            warnings.add(
                    "ssl-key: " + source + " can be read by others than its owner: chmod 600 (640 if root owns it)");
        }
        return warnings;
    }

    private static void validity(String option, X509Certificate certificate, Instant now, List<String> warnings) {
        if (Certificates.isExpired(certificate, now)) {
            warnings.add(option + ": the certificate " + Certificates.subject(certificate) + " expired at "
                    + certificate.getNotAfter().toInstant() + ": renew it");
        } else if (Certificates.isNotYetValid(certificate, now)) {
            warnings.add(option + ": the certificate " + Certificates.subject(certificate) + " is not valid before "
                    + certificate.getNotBefore().toInstant() + ": check this machine's clock");
        }
    }

    /** As libpq judges it: nobody but the owner, and the group where root is the owner. */
    private static boolean isReadableByOthers(Path file) {
        try {
            PosixFileAttributes attributes = Files.readAttributes(file, PosixFileAttributes.class, new LinkOption[0]);
            Set<PosixFilePermission> permissions = attributes.permissions();
            return permissions.contains(PosixFilePermission.OTHERS_READ)
                    || (permissions.contains(PosixFilePermission.GROUP_READ)
                            && !attributes.owner().getName().equals("root"));
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
