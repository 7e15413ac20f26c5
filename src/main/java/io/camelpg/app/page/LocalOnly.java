package io.camelpg.app.page;

import io.vertx.core.Handler;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets only this machine's own requests pass, and only those that name it: a page from elsewhere whose name suddenly
 * resolves to this machine (DNS rebinding) names itself.
 */
final class LocalOnly implements Handler<RoutingContext> {
    private static final int FORBIDDEN = 403;
    private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    @Override
    public void handle(RoutingContext context) {
        HostAndPort named = context.request().authority();
        if (isLoopback(context.request().remoteAddress()) && named != null && NAMES.contains(named.host())) {
            context.next();
        } else {
            context.response()
                    .setStatusCode(FORBIDDEN)
                    .putHeader("Content-Type", "application/json")
                    .end(
                            "{\"error\":\"only for localhost on the machine where this runs; PAGE=true shows it to others\"}");
        }
    }

    private static boolean isLoopback(@Nullable SocketAddress remote) {
        String address = remote == null ? null : remote.hostAddress();
        try {
            return address != null && InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
