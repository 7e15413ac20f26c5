package io.camelpg.support;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A pooler that says of a standby what it heard when a primary was there. Without TLS. */
public final class PretendedPrimary extends Middleman {
    private static final String STANDBY = "in_hot_standby\0on\0";
    private static final String PRIMARY = "in_hot_standby\0off\0";

    private PretendedPrimary(int server) throws IOException {
        super(server);
    }

    public static PretendedPrimary to(int server) throws IOException {
        PretendedPrimary proxy = new PretendedPrimary(server);
        proxy.accept();
        return proxy;
    }

    @Override
    void serve(Socket client, Socket upstream) throws IOException {
        start(() -> {
            try (upstream) {
                client.getInputStream().transferTo(upstream.getOutputStream());
            }
        });
        DataInputStream in = new DataInputStream(upstream.getInputStream());
        DataOutputStream out = new DataOutputStream(client.getOutputStream());
        for (int type = in.read(); type >= 0; type = in.read()) {
            byte[] body = in.readNBytes(in.readInt() - 4);
            if (type == 'S' && new String(body, StandardCharsets.US_ASCII).equals(STANDBY)) {
                body = PRIMARY.getBytes(StandardCharsets.US_ASCII);
            }
            out.writeByte(type);
            out.writeInt(body.length + 4);
            out.write(body);
            out.flush();
        }
    }
}
