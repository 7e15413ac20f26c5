package io.camelpg.support;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Somebody between client and server who reads what they encrypt: he answers as the server, with a certificate of his
 * own, and speaks to the server as a client. A client that does not encrypt he passes on.
 */
public final class DecryptingProxy implements AutoCloseable {
    private static final int SSL_REQUEST = 80877103;

    private final ServerSocket listener;
    private final int server;
    private final SSLContext context;

    private DecryptingProxy(int server, TestCertificate shown) throws IOException, GeneralSecurityException {
        this.server = server;
        this.context = context(shown);
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    public static DecryptingProxy to(int server, TestCertificate shown) {
        try {
            return new DecryptingProxy(server, shown);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SSLContext context(TestCertificate shown) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("shown", shown.key(), new char[0], new X509Certificate[] {shown.certificate()});
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), new TrustManager[] {new Anybody()}, null);
        return context;
    }

    public int port() {
        return listener.getLocalPort();
    }

    private void accept() throws IOException {
        while (!listener.isClosed()) {
            Socket client = listener.accept();
            start(() -> serve(client));
        }
    }

    private void serve(Socket client) throws IOException {
        try (client;
                Socket upstream = new Socket(InetAddress.getLoopbackAddress(), server)) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            DataOutputStream out = new DataOutputStream(upstream.getOutputStream());
            int length = in.readInt();
            int code = in.readInt();
            out.writeInt(length);
            out.writeInt(code);
            if (code != SSL_REQUEST) {
                relay(client, upstream);
                return;
            }
            client.getOutputStream().write(upstream.getInputStream().read());
            SSLSocket toClient = layer(client, false);
            SSLSocket toServer = layer(upstream, true);
            relay(toClient, toServer);
        }
    }

    private SSLSocket layer(Socket plain, boolean asClient) throws IOException {
        SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(plain, "localhost", plain.getPort(), true);
        tls.setUseClientMode(asClient);
        tls.startHandshake();
        return tls;
    }

    private static void relay(Socket client, Socket upstream) throws IOException {
        start(() -> {
            try (client) {
                upstream.getInputStream().transferTo(client.getOutputStream());
            }
        });
        client.getInputStream().transferTo(upstream.getOutputStream());
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // One of both has gone, or did not like the certificate.
                    }
                },
                "decrypting-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Anybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
