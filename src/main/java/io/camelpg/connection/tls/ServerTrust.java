package io.camelpg.connection.tls;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Asks of the server's certificate what the connection wants to know, and says which check it did not pass. */
final class ServerTrust extends X509ExtendedTrustManager {
    private final TlsSources sources;
    private final List<X509Certificate> roots;
    private final String host;
    /** The JDK's own; null where nothing is verified. */
    private final @Nullable X509ExtendedTrustManager chains;

    ServerTrust(TlsSources sources, List<X509Certificate> roots, String host) throws GeneralSecurityException {
        this.sources = sources;
        this.roots = roots;
        this.host = host;
        this.chains = sources.verification() == Verification.NONE ? null : chains(roots);
    }

    private static X509ExtendedTrustManager chains(List<X509Certificate> roots) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        if (roots.isEmpty()) {
            factory.init((java.security.KeyStore) null);
        } else {
            Set<TrustAnchor> anchors = new HashSet<>();
            roots.forEach(root -> anchors.add(new TrustAnchor(root, null)));
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, null);
            parameters.setRevocationEnabled(false);
            factory.init(new CertPathTrustManagerParameters(parameters));
        }
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager extended) {
                return extended;
            }
        }
        throw new GeneralSecurityException("the JVM has no trust manager for X.509");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        X509ExtendedTrustManager verifier = chains;
        if (verifier == null) {
            return;
        }
        X509Certificate certificate = chain[0];
        inItsTime(certificate);
        try {
            verifier.checkServerTrusted(chain, authType, socket);
        } catch (CertificateException e) {
            throw untrusted(chain, e);
        }
        if (sources.verification() == Verification.CHAIN_AND_NAME && !new ServerName(host).isIn(certificate)) {
            throw new UntrustedServerException(
                    "the server's certificate is made out to " + ServerName.namesIn(certificate) + ", not to '" + host
                            + "'",
                    "Set 'host' to a name that the certificate has, or have the server's made out to '" + host
                            + "' (subject alternative name)",
                    null);
        }
    }

    /** Before the chain: a certificate that is itself in ssl-root-cert is taken by the JDK at any time. */
    private static void inItsTime(X509Certificate certificate) throws UntrustedServerException {
        Instant now = Instant.now();
        if (Certificates.isExpired(certificate, now)) {
            throw new UntrustedServerException(
                    "the server's certificate " + Certificates.subject(certificate) + " expired at "
                            + certificate.getNotAfter().toInstant(),
                    "Renew it on the server (ssl_cert_file) and reload the server's configuration",
                    null);
        }
        if (Certificates.isNotYetValid(certificate, now)) {
            throw new UntrustedServerException(
                    "the server's certificate " + Certificates.subject(certificate) + " is not valid before "
                            + certificate.getNotBefore().toInstant(),
                    "Check the clocks of this machine and of the one that issued it",
                    null);
        }
    }

    private UntrustedServerException untrusted(X509Certificate[] chain, CertificateException failure) {
        X509Certificate certificate = chain[0];
        CertPathValidatorException invalid = find(failure);
        CertPathValidatorException.Reason reason = invalid == null ? null : invalid.getReason();
        String subject = "the server's certificate " + Certificates.subject(certificate);
        if (reason == BasicReason.EXPIRED || reason == BasicReason.NOT_YET_VALID) {
            return new UntrustedServerException(
                    "a certificate between " + subject + " and its root is out of its time",
                    "Renew it on the server (ssl_cert_file has the server's certificate and those between)",
                    failure);
        }
        if (reason == BasicReason.ALGORITHM_CONSTRAINED) {
            return new UntrustedServerException(
                    subject + " or one above it uses an algorithm that this JVM does not accept: "
                            + failure.getMessage(),
                    "Have it issued with SHA-256 and RSA of 2048 bits or more, or EC",
                    failure);
        }
        if (reason == BasicReason.INVALID_SIGNATURE) {
            return new UntrustedServerException(
                    subject + " names " + Certificates.issuer(chain[chain.length - 1])
                            + " as its issuer, but that one in ssl-root-cert has another key",
                    "Put the issuer's present certificate into ssl-root-cert; otherwise this is not your server",
                    failure);
        }
        boolean selfSigned = certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
        if (selfSigned) {
            return new UntrustedServerException(
                    subject + " is self-signed, and " + trusted() + " not have it",
                    "If it is your server's, put that certificate itself into ssl-root-cert",
                    failure);
        }
        return new UntrustedServerException(
                subject + " was issued by " + Certificates.issuer(chain[chain.length - 1]) + ", and " + trusted()
                        + " not lead there" + (invalid == null ? "" : " (" + invalid.getMessage() + ")"),
                "If it is your server's, put the certificate of that issuer into ssl-root-cert",
                failure);
    }

    private String trusted() {
        return roots.isEmpty()
                ? "the certificates that the JVM trusts do"
                : "ssl-root-cert with "
                        + roots.stream().map(Certificates::subject).collect(Collectors.joining(", ")) + " does";
    }

    private static @Nullable CertPathValidatorException find(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertPathValidatorException found) {
                return found;
            }
        }
        return null;
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("connections of the driver have sockets");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("connections of the driver have sockets");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("this is a client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("this is a client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("this is a client");
    }
}
