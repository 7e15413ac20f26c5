package io.camelpg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelpg.connection.ChannelBinding;
import io.camelpg.connection.ConnectionProfile;
import io.camelpg.connection.Login;
import io.camelpg.connection.PoolSettings;
import io.camelpg.connection.PoolerMode;
import io.camelpg.connection.ResetPolicy;
import io.camelpg.connection.Secret;
import io.camelpg.connection.Server;
import io.camelpg.connection.Servers;
import io.camelpg.connection.SessionSettings;
import io.camelpg.connection.SslMode;
import io.camelpg.connection.TargetSession;
import io.camelpg.connection.TlsSettings;
import io.camelpg.connection.ssh.SshSecret;
import io.camelpg.connection.ssh.SshTunnel;
import io.camelpg.connection.tls.PemSource;
import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.support.TestCertificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract's names in application.properties, through camel-main. Nothing connects. */
class ConnectionOptionsTest {
    private static final String OWN = "camel.component.pg.";
    private static final String NAMED = "camel.beans.crm.";

    private static Main main(String prefix) {
        Main main = new Main();
        main.addInitialProperty("camel.main.startup-summary-level", "Off");
        if (prefix.equals(NAMED)) {
            main.addInitialProperty("camel.beans.crm", "#class:io.camelpg.PgConnection");
        }
        return main;
    }

    private static ConnectionProfile profile(Main main, String prefix) throws Exception {
        main.start();
        try {
            Connections connections =
                    main.getCamelContext().getComponent("pg", PgComponent.class).connections();
            return connections.get(prefix.equals(OWN) ? null : "#crm").profile();
        } finally {
            main.stop();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {OWN, NAMED})
    void everyNameOfTheContract(String prefix, @TempDir Path files) throws Exception {
        TestCertificate authority = TestCertificate.authority("Root");
        TestCertificate client = authority.issue("app");
        Files.writeString(files.resolve("root.pem"), authority.pem());
        Files.writeString(files.resolve("client.key"), client.encryptedKeyPem("k3y p+w%41&=?#{}"));
        Main main = main(prefix);
        Map.ofEntries(
                        Map.entry("host", "db.example.com"),
                        Map.entry("port", "6543"),
                        Map.entry("read-host", "replica.example.com,[::1]:6544"),
                        Map.entry("database", "sales"),
                        Map.entry("username", "app"),
                        Map.entry("password", "p+w%41&=?#{}"),
                        Map.entry("ssl-mode", "verify-full"),
                        Map.entry("ssl-root-cert", files.resolve("root.pem").toString()),
                        Map.entry("ssl-cert", client.pem()),
                        Map.entry("ssl-key", files.resolve("client.key").toString()),
                        Map.entry("ssl-key-password", "k3y p+w%41&=?#{}"),
                        Map.entry("channel-binding", "require"),
                        Map.entry("require-encryption", "true"),
                        Map.entry("ssh-host", "bastion.example.com"),
                        Map.entry("ssh-port", "2222"),
                        Map.entry("ssh-username", "tunnel"),
                        Map.entry("ssh-password", "p+w-ssh"),
                        Map.entry("ssh-key", "id_rsa"),
                        Map.entry("ssh-key-passphrase", "p+w-key"),
                        Map.entry("ssh-known-hosts", "known"),
                        Map.entry("schema", "app,public"),
                        Map.entry("connect-timeout", "10s"),
                        Map.entry("statement-timeout", "500ms"),
                        Map.entry("max-connections", "4"),
                        Map.entry("idle-timeout", "2m"),
                        Map.entry("application-name", "orders"),
                        Map.entry("reset", "always"),
                        Map.entry("jdbc-parameters", "tcpNoDelay=true&sendBufferSize=9"),
                        Map.entry("expose-data-source", "true"))
                .forEach((name, value) -> main.addInitialProperty(prefix + name, value));
        ConnectionProfile profile = profile(main, prefix);
        Secret password = profile.login().current(0).password();
        assertThat(password).isNotNull().hasToString("***");
        assertThat(password.reveal()).isEqualTo("p+w%41&=?#{}");
        assertThat(profile)
                .isEqualTo(new ConnectionProfile(
                        prefix.equals(OWN) ? "default" : "crm",
                        new Servers(
                                List.of(new Server("db.example.com", 6543)),
                                TargetSession.ANY,
                                List.of(new Server("replica.example.com", 6543), new Server("::1", 6544))),
                        "sales",
                        new Login("app", password),
                        new TlsSettings(
                                SslMode.VERIFY_FULL,
                                new PemSource(files.resolve("root.pem").toString()),
                                new PemSource(client.pem().strip()),
                                new PemSource(files.resolve("client.key").toString()),
                                Secret.of("k3y p+w%41&=?#{}"),
                                ChannelBinding.REQUIRE,
                                true),
                        new SessionSettings(
                                "app,public", Duration.ofMillis(500), "orders", ResetPolicy.ALWAYS, PoolerMode.NONE),
                        new PoolSettings(4, Duration.ofSeconds(10), Duration.ofMinutes(2)),
                        new SshTunnel(
                                new Server("bastion.example.com", 2222),
                                "tunnel",
                                SshSecret.of("p+w-ssh", "ssh-password-file", null),
                                Secret.of("id_rsa"),
                                SshSecret.of("p+w-key", "ssh-key-passphrase-file", null),
                                "known"),
                        Map.of("tcpNoDelay", "true", "sendBufferSize", "9")));
        assertThat(profile.toString()).doesNotContain("p+w", "BEGIN");
    }

    @ParameterizedTest
    @ValueSource(strings = {OWN, NAMED})
    void everyFaultAtOnce(String prefix) {
        Main main = main(prefix);
        main.addInitialProperty(prefix + "port", "70000");
        main.addInitialProperty(prefix + "password", "s3cret");
        main.addInitialProperty(prefix + "ssl-mode", "maybe");
        main.addInitialProperty(prefix + "connect-timeout", "0");
        main.addInitialProperty(prefix + "max-connections", "0");
        main.addInitialProperty(prefix + "jdbc-parameters", "socketFactory=evil");
        assertThatThrownBy(() -> profile(main, prefix)).isInstanceOfSatisfying(PgException.class, e -> {
            assertThat(e.errorCode()).isEqualTo(PgErrorCode.INVALID_CONFIGURATION);
            assertThat(e.getMessage())
                    .contains("6 problems", "port", "username", "max-connections", "connect-timeout")
                    .contains("ssl-mode must be one of disable, allow, prefer, require, verify-ca, verify-full")
                    .contains("jdbc-parameters does not allow 'socketFactory'")
                    .doesNotContain("s3cret");
        });
    }
}
