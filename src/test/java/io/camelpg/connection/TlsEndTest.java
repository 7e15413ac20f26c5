package io.camelpg.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that goes away in the midst of a TLS handshake has not failed at TLS: it may be back in a moment. */
class TlsEndTest {
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void itMayBeTriedAgain(boolean reset) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> hangUp(server, reset));
            thread.setDaemon(true);
            thread.start();
            PgException failure = failure(server.getLocalPort());
            assertThat(failure.errorCode()).as("%s", failure).isEqualTo(PgErrorCode.CONNECTION_FAILED);
            assertThat(failure.retryable()).isTrue();
            assertThat(failure.detail())
                    .contains(reset ? "Connection reset" : "the connection ended during the TLS handshake: ");
        }
    }

    private static PgException failure(int port) {
        try (ConnectionPool pool = new ConnectionPool(profile(port))) {
            return Assertions.catchThrowableOfType(
                    PgException.class,
                    () -> pool.lease(System.nanoTime() + Duration.ofSeconds(10).toNanos()));
        }
    }

    private static void hangUp(ServerSocket server, boolean reset) {
        try {
            while (!server.isClosed()) {
                try (Socket client = server.accept()) {
                    DataInputStream in = new DataInputStream(client.getInputStream());
                    in.skipNBytes(8);
                    client.getOutputStream().write('S');
                    in.skipNBytes(3);
                    in.skipNBytes(in.readUnsignedShort());
                    if (reset) {
                        client.setSoLinger(true, 0);
                    }
                }
            }
        } catch (IOException e) {
            // the test is over
        }
    }

    private static ConnectionProfile profile(int port) {
        return new ConnectionProfile(
                "ends",
                new Server("localhost", port),
                "postgres",
                new Login("postgres", null),
                new TlsSettings(SslMode.REQUIRE, null, null, null, null, ChannelBinding.PREFER, false),
                new SessionSettings("public", Duration.ofSeconds(30), "ends", ResetPolicy.AUTO, PoolerMode.NONE),
                new PoolSettings(3, Duration.ofSeconds(10), Duration.ofMinutes(5)),
                null,
                Map.of());
    }
}
