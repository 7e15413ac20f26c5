package io.camelpg.connection;

import io.camelpg.connection.tls.TlsHandshake;
import io.camelpg.connection.tls.UntrustedServerException;
import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What TLS has to do with it that a connection could not be opened: which check failed, and the remedy. */
final class TlsFailures {
    private static final String ALERT = "Received fatal alert: ";

    private final ConnectionProfile profile;
    private final String username;
    private final SslMode mode;
    private final SQLException failure;
    private final @Nullable TlsHandshake handshake;

    /** @param handshake null where the mode has none */
    TlsFailures(ConnectionProfile profile, Login login, SQLException failure, @Nullable TlsHandshake handshake) {
        this.profile = profile;
        this.username = login.username();
        this.mode = profile.tls().effectiveMode(profile.server());
        this.failure = failure;
        this.handshake = handshake;
    }

    /** Whether TLS itself failed, so that a mode that can do without may try. */
    boolean areOfTls() {
        return !tookTooLong() && (find(failure, SSLException.class) != null || brokeAfterCertificate());
    }

    /** Also in the midst of a handshake: then it is not TLS that failed. */
    private boolean tookTooLong() {
        return find(failure, SocketTimeoutException.class) != null;
    }

    /** A server that ends or that is restarted does so; one that does not like a certificate may, if it saw any. */
    private boolean endedWithoutAWord(SSLException ssl) {
        Throwable cause = ssl;
        while (cause != null && !(cause instanceof EOFException) && !(cause instanceof SocketException)) {
            cause = cause.getCause();
        }
        return cause != null && (handshake == null || !handshake.isCertificateShown());
    }

    /** In our words; null where TLS has nothing to do with it. */
    @Nullable
    PgException translate() {
        UntrustedServerException untrusted = find(failure, UntrustedServerException.class);
        if (untrusted != null) {
            return failed(String.valueOf(untrusted.getMessage()), untrusted.hint());
        }
        if (handshake != null
                && mode.demandsEncryption()
                && !handshake.hasBegun()
                && "08004".equals(failure.getSQLState())) {
            return failed(
                    "the server does not offer TLS, and ssl-mode=" + mode.word() + " demands it",
                    "The server does not offer TLS: turn it on there (ssl = on), or set ssl-mode=disable where the"
                            + " network is safe; if the server does have TLS on, somebody in between suppresses it");
        }
        SSLException ssl = find(failure, SSLException.class);
        if (ssl != null && endedWithoutAWord(ssl)) {
            return exception(
                    PgErrorCode.CONNECTION_FAILED,
                    "the connection ended during the TLS handshake: " + ssl.getMessage(),
                    null);
        }
        if (ssl != null && !tookTooLong()) {
            return refused(String.valueOf(ssl.getMessage()));
        }
        if (handshake != null && brokeAfterCertificate()) {
            return failed(
                    "the server closed the connection after it saw the client's certificate "
                            + handshake.clientCertificate(),
                    "Its log says why: most often ssl_ca_file on the server does not have the issuer");
        }
        if (profile.tls().channelBinding() == ChannelBinding.REQUIRE && "08004".equals(failure.getSQLState())) {
            return exception(
                    PgErrorCode.AUTHENTICATION_FAILED,
                    String.valueOf(failure.getMessage()),
                    "channel-binding=require takes TLS, a password, and scram-sha-256 in the server's pg_hba.conf");
        }
        return "28000".equals(failure.getSQLState()) ? notLetIn() : null;
    }

    private PgException refused(String message) {
        int at = message.indexOf(ALERT);
        if (at < 0) {
            return failed("TLS failed: " + message, null);
        }
        String alert = message.substring(at + ALERT.length());
        String certificate = handshake == null ? null : handshake.clientCertificate();
        return switch (alert.toLowerCase(Locale.ROOT)) {
            case "unknown_ca", "bad_certificate", "certificate_unknown", "unsupported_certificate" ->
                failed(
                        "the server did not take the client's certificate " + certificate + " (" + alert + ")",
                        "Put the certificate of its issuer into ssl_ca_file on the server, or set ssl-cert and ssl-key"
                                + " to one that the server's authority issued; the server's log says more");
            case "certificate_expired" ->
                failed(
                        "the server says that the client's certificate " + certificate + " has expired",
                        "Renew ssl-cert, or check the server's clock");
            case "certificate_revoked" ->
                failed(
                        "the server says that the client's certificate " + certificate + " is revoked (ssl_crl_file)",
                        "Have a new one issued for ssl-cert and ssl-key");
            case "certificate_required" ->
                failed("the server demands a client certificate", "Set ssl-cert and ssl-key");
            case "protocol_version", "insufficient_security", "handshake_failure" ->
                failed(
                        "the server and this JVM agree on no TLS version or cipher (" + alert + ")",
                        "Compare ssl_min_protocol_version, ssl_max_protocol_version and ssl_ciphers on the server with"
                                + " jdk.tls.disabledAlgorithms of the JVM");
            default -> failed("the server ended the TLS handshake: " + alert, null);
        };
    }

    /** The server's pg_hba.conf has no line that fits, or a line that wants another certificate. */
    private @Nullable PgException notLetIn() {
        String hint = null;
        String message = String.valueOf(failure.getMessage());
        String name = handshake == null ? null : handshake.clientName();
        if (message.contains("channel binding")) {
            hint =
                    "Server and client see two different TLS connections: somebody in between decrypts, such as a proxy that"
                            + " ends TLS. Connect to the server itself, or set channel-binding=disable if you trust that proxy";
        } else if (handshake == null || !handshake.hasBegun()) {
            hint = "The connection was not encrypted: where pg_hba.conf has only hostssl lines, set ssl-mode=require or"
                    + " stricter; otherwise check 'username', 'password' and the lines of pg_hba.conf";
        } else if (handshake.isCertificateAsked() && handshake.clientCertificate() == null) {
            hint = "The server asked for a client certificate, and there is none: where pg_hba.conf demands one (cert,"
                    + " clientcert), set ssl-cert and ssl-key; otherwise check 'username' and the lines of pg_hba.conf";
        } else if (name != null && !name.equals(username)) {
            hint = "The client's certificate is made out to '" + name + "' and the user is '"
                    + username + "': where pg_hba.conf says cert or clientcert=verify-full they must"
                    + " be the same, or pg_ident.conf must map them";
        }
        return hint == null ? null : exception(PgErrorCode.AUTHENTICATION_FAILED, message, hint);
    }

    /** With TLS 1.3 a server refuses a certificate when the client believes to be through; the alert may get lost. */
    private boolean brokeAfterCertificate() {
        IOException broken = find(failure, IOException.class);
        return handshake != null
                && handshake.isCertificateShown()
                && broken != null
                && !tookTooLong()
                && !(broken instanceof ConnectException)
                && !(broken instanceof NoRouteToHostException)
                && !(broken instanceof UnknownHostException);
    }

    private PgException failed(String detail, @Nullable String hint) {
        return exception(PgErrorCode.TLS_FAILED, detail, hint);
    }

    private PgException exception(PgErrorCode code, String detail, @Nullable String hint) {
        return new PgException(code, profile.where() + ": " + detail, failure.getSQLState(), hint, failure);
    }

    /** Among the causes, and among what the driver tried as well: it adds that as suppressed. */
    private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
            for (Throwable suppressed : cause.getSuppressed()) {
                T found = find(suppressed, type);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }
}
