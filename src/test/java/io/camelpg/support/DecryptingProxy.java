package io.camelpg.support;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/**
 * Somebody between client and server who reads what they encrypt: he answers as the server, with a certificate of his
 * own, and speaks to the server as a client. A client that does not encrypt he passes on.
 */
public final class DecryptingProxy extends Middleman {
    private final SSLContext context;

    private DecryptingProxy(int server, TestCertificate shown) throws IOException, GeneralSecurityException {
        super(server);
        this.context = context(shown);
        accept();
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

    @Override
    void serve(Socket client, Socket upstream) throws IOException {
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

    private SSLSocket layer(Socket plain, boolean asClient) throws IOException {
        SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(plain, "localhost", plain.getPort(), true);
        tls.setUseClientMode(asClient);
        tls.startHandshake();
        return tls;
    }
}
