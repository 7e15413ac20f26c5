package io.camelpg.support;

import java.io.ByteArrayInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/**
 * A server with TLS. Whom it lets in depends on the user: {@code app} with TLS or without, {@code tlsonly} with TLS,
 * {@code certain} with TLS and a certificate of that name, {@code scram} with TLS and the password {@link #PASSWORD};
 * {@code postgres} always. All in the database postgres.
 */
public final class TlsPostgres implements AutoCloseable {
    public static final String PASSWORD = "tls-passw0rd";
    private static final int SSL_REQUEST = 80877103;

    private final OwnPostgres server =
            OwnPostgres.started(settings -> settings.setServerConfig("password_encryption", "scram-sha-256"));

    private TlsPostgres() {}

    /** @param clients authority of the clients' certificates */
    public static TlsPostgres started(TestCertificate certificate, TestCertificate clients) {
        TlsPostgres tls = new TlsPostgres();
        tls.server.execute("CREATE ROLE app LOGIN; CREATE ROLE tlsonly LOGIN; CREATE ROLE certain LOGIN;"
                + " CREATE ROLE scram LOGIN PASSWORD '" + PASSWORD + "'");
        tls.write("clients.crt", clients.pem());
        tls.write("server.crt", certificate.pem());
        tls.write("server.key", certificate.keyPem());
        tls.server.execute("ALTER SYSTEM SET ssl_ca_file = 'clients.crt'; ALTER SYSTEM SET ssl = on");
        tls.server.authentication(
                "host all postgres all trust",
                "host all app all trust",
                "hostssl all tlsonly all trust",
                "hostssl all certain all trust clientcert=verify-full",
                "hostssl all scram all scram-sha-256");
        tls.awaitCertificate(certificate);
        return tls;
    }

    public int port() {
        return server.port();
    }

    public OwnPostgres server() {
        return server;
    }

    /** Gives the server another certificate, and waits until it shows that one. */
    public void show(TestCertificate certificate, TestCertificate... above) {
        StringBuilder chain = new StringBuilder(certificate.pem());
        for (TestCertificate each : above) {
            chain.append(each.pem());
        }
        write("server.crt", chain.toString());
        write("server.key", certificate.keyPem());
        server.execute("SELECT pg_reload_conf()");
        awaitCertificate(certificate);
    }

    /** Gives the server a certificate, and the authority of its clients, that somebody else has made: PEM. */
    public void show(String certificate, String key, String clients) {
        write("clients.crt", clients);
        write("server.crt", certificate);
        write("server.key", key);
        server.execute("SELECT pg_reload_conf()");
        try {
            Certificate wanted = CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(certificate.getBytes(StandardCharsets.US_ASCII)));
            Await.until("the server shows its certificate", () -> wanted.equals(shown()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sets a parameter of the server's that a reload is enough for, and waits until new sessions have it. */
    public void set(String parameter, String value) {
        server.execute("ALTER SYSTEM SET " + parameter + " = '" + value + "'; SELECT pg_reload_conf()");
        Await.until(
                parameter + " is set", () -> server.scalar("SHOW " + parameter).equals(value));
    }

    private void write(String name, String text) {
        try {
            Path file = server.data().resolve(name);
            Files.writeString(file, text);
            if (name.endsWith(".key")) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitCertificate(TestCertificate certificate) {
        Await.until(
                "the server shows its certificate",
                () -> certificate.certificate().equals(shown()));
    }

    /** Null where it offers no TLS. */
    private Certificate shown() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeInt(8);
            out.writeInt(SSL_REQUEST);
            if (socket.getInputStream().read() != 'S') {
                return null;
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Anybody()}, null);
            try (SSLSocket tls =
                    (SSLSocket) context.getSocketFactory().createSocket(socket, "localhost", port(), true)) {
                tls.startHandshake();
                return tls.getSession().getPeerCertificates()[0];
            }
        } catch (IOException e) {
            return null;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
