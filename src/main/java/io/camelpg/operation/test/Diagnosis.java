package io.camelpg.operation.test;

import io.camelpg.connection.ConnectionProfile;
import io.camelpg.connection.Server;
import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * How far a connection came, and what to do.
 *
 * @param step where it ended: {@code credentials}, {@code hosts}, {@code tunnel}, {@code dns}, {@code tcp}, {@code startup}, {@code tls}, {@code authentication}, {@code
 *     database}, {@code connections}, {@code server} or {@code session}
 */
record Diagnosis(String step, String hint) {
    private static final int PATIENCE_MILLIS = 1000;

    static Diagnosis of(ConnectionProfile profile, PgException failure) {
        PgErrorCode code = failure.errorCode();
        if (code == PgErrorCode.CONNECT_TIMEOUT) {
            return profile.isTunnelled() || accepts(profile.server())
                    ? new Diagnosis(
                            "startup",
                            "The port accepts connections, but no PostgreSQL answers there: check the port, and what"
                                    + " stands in between (a load balancer without a server behind it, a server that"
                                    + " hangs)")
                    : new Diagnosis(
                            "tcp",
                            "Nothing answers at that address, which is what firewalls do: let this machine through to "
                                    + profile.server() + ", or check the host");
        }
        return new Diagnosis(step(code), failure.hint());
    }

    private static String step(PgErrorCode code) {
        return switch (code) {
            case UNKNOWN_HOST -> "dns";
            case CONNECTION_REFUSED -> "tcp";
            case NO_USABLE_HOST -> "hosts";
            case TUNNEL_FAILED -> "tunnel";
            case TLS_FAILED -> "tls";
            case CREDENTIALS_UNAVAILABLE -> "credentials";
            case AUTHENTICATION_FAILED -> "authentication";
            case NO_SUCH_DATABASE, PERMISSION_DENIED -> "database";
            case TOO_MANY_CONNECTIONS -> "connections";
            case SERVER_UNAVAILABLE -> "server";
            case CONNECTION_FAILED -> "startup";
            default -> "session";
        };
    }

    private static boolean accepts(Server server) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(server.host(), server.port()), PATIENCE_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
