package io.camelpg.operation.test;

import io.camelpg.connection.ConnectionProfile;
import io.camelpg.connection.Login;
import io.camelpg.connection.PoolSettings;
import io.camelpg.connection.ResetPolicy;
import io.camelpg.connection.Server;
import io.camelpg.connection.SessionSettings;
import io.camelpg.connection.TlsSettings;
import java.time.Duration;
import java.util.Map;

final class Profiles {
    private Profiles() {}

    static ConnectionProfile of(String host, int maxConnections) {
        Duration second = Duration.ofSeconds(1);
        return new ConnectionProfile(
                "default",
                new Server(host, 5432),
                "app",
                new Login("app", null),
                new TlsSettings(null, null, null, null),
                new SessionSettings("public", second, "camel-pg", ResetPolicy.AUTO),
                new PoolSettings(maxConnections, second, second),
                Map.of());
    }
}
