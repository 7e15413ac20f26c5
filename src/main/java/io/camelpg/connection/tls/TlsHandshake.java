package io.camelpg.connection.tls;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS of one attempt to connect, from before the driver begins until it has connected or failed, with what was seen on
 * the way. The driver takes strings only: it gets the {@link #key()}, by which {@link TlsSocketFactory} finds this.
 */
public final class TlsHandshake implements AutoCloseable {
    private static final AtomicLong NUMBERS = new AtomicLong();
    private static final Map<String, TlsHandshake> OPEN = new ConcurrentHashMap<>();

    private final String key = Long.toString(NUMBERS.incrementAndGet());
    private final TlsMaterial material;
    private final ClientKey client;
    private final SSLContext context;
    private final String host;
    private volatile @Nullable SSLSocket socket;

    /**
     * @param host the name that the server's certificate must have, where it is verified
     * @throws PgException PG-501 if certificates or key cannot be used, PG-008 if the JVM lacks what TLS needs
     */
    public TlsHandshake(TlsFiles files, String host) {
        this.material = files.current();
        this.client = new ClientKey(material.chain(), material.key());
        this.host = host;
        try {
            context = SSLContext.getInstance("TLS");
            context.init(
                    new KeyManager[] {client},
                    new TrustManager[] {new ServerTrust(files.sources(), material.roots(), host)},
                    null);
        } catch (GeneralSecurityException e) {
            throw new PgException(PgErrorCode.TLS_FAILED, "this JVM cannot use TLS: " + e.getMessage(), null, null, e);
        }
        OPEN.put(key, this);
    }

    /** For the driver's {@code sslfactoryarg}. */
    public String key() {
        return key;
    }

    /** @throws IllegalStateException where the attempt has ended */
    static TlsHandshake of(@Nullable String key) {
        TlsHandshake handshake = key == null ? null : OPEN.get(key);
        if (handshake == null) {
            throw new IllegalStateException("this attempt to connect has ended");
        }
        return handshake;
    }

    /** Lays TLS over a connected socket. The handshake is the caller's to start. */
    SSLSocket over(Socket plain, int port) throws IOException {
        SSLSocket encrypted = (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true);
        socket = encrypted;
        return encrypted;
    }

    /** Whether TLS was begun: the server said that it offers it. */
    public boolean hasBegun() {
        return socket != null;
    }

    /** Whether the connection goes through TLS; of one that the driver has opened. */
    public boolean isEncrypted() {
        SSLSocket used = socket;
        return used != null
                && !used.isClosed()
                && !used.getSession().getProtocol().equals("NONE");
    }

    /** Whether the client's certificate went to the server. */
    public boolean isCertificateShown() {
        return client.wasShown();
    }

    /** Whether the server asked for the client's certificate. */
    public boolean isCertificateAsked() {
        return client.wasAsked();
    }

    /** Whom the client's certificate is made out to, and who issued it; null where there is none. */
    public @Nullable String clientCertificate() {
        if (material.chain().isEmpty()) {
            return null;
        }
        X509Certificate certificate = material.chain().get(0);
        return Certificates.subject(certificate) + ", issued by " + Certificates.issuer(certificate);
    }

    /** The common name in the client's certificate; null where there is none. */
    public @Nullable String clientName() {
        return material.chain().isEmpty()
                ? null
                : ServerName.commonName(material.chain().get(0));
    }

    /** The driver finds it no more. */
    @Override
    public void close() {
        OPEN.remove(key);
    }
}
