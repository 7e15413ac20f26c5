package io.camelpg.support;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;

/**
 * Somebody between client and server who does not want them to encrypt: it answers every SSLRequest itself, with no, and
 * passes everything else on.
 */
public final class DowngradingProxy extends Middleman {

    private DowngradingProxy(int server) throws IOException {
        super(server);
        accept();
    }

    public static DowngradingProxy to(int server) {
        try {
            return new DowngradingProxy(server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    void serve(Socket client, Socket upstream) throws IOException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        DataOutputStream out = new DataOutputStream(upstream.getOutputStream());
        int length = in.readInt();
        int code = in.readInt();
        if (code == SSL_REQUEST) {
            client.getOutputStream().write('N');
            length = in.readInt();
            code = in.readInt();
        }
        out.writeInt(length);
        out.writeInt(code);
        out.flush();
        relay(client, upstream);
    }
}
