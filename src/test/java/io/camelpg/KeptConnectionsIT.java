package io.camelpg;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.support.Await;
import io.camelpg.support.OwnPostgres;
import io.camelpg.support.OwnSsh;
import io.camelpg.support.PgContext;
import io.camelpg.support.StreamingReplica;
import io.camelpg.support.TestCertificate;
import io.camelpg.support.TestPostgres;
import io.camelpg.support.TlsPostgres;
import java.security.KeyPair;
import java.time.Duration;
import org.apache.camel.cluster.CamelClusterEventListener;
import org.junit.jupiter.api.Test;

/** Who listens or stands for election keeps a connection beside the pool: it goes the pool's ways, and finds back on them. */
class KeptConnectionsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static PgClusterService standing(PgContext pg) throws Exception {
        PgClusterService service = new PgClusterService();
        service.setLease(Duration.ofSeconds(2));
        service.setCamelContext(pg.camel());
        service.getView("jobs").addEventListener((CamelClusterEventListener.Leadership) (view, leader) -> {});
        return service;
    }

    private static void awaitLeading(PgClusterService service) {
        Await.until("it leads", PATIENCE, () -> service.leads("jobs"));
    }

    private static String kept(String what, String database) {
        return "SELECT " + what + " FROM pg_stat_activity LEFT JOIN pg_stat_ssl USING (pid) WHERE datname = '"
                + database + "' AND application_name IN ('camel-pg listen', 'camel-pg leader')";
    }

    @Test
    void encryptedAndVerified() throws Exception {
        TestCertificate authority = TestCertificate.authority("Authority");
        try (TlsPostgres server = TlsPostgres.started(authority.issue("server", "dns:localhost"), authority);
                PgContext pg = PgContext.on("postgres", server.port(), connection -> {
                    connection.setUsername("tlsonly");
                    connection.setSslMode("verify-full");
                    connection.setSslRootCert(authority.pem());
                })) {
            Heard heard = Heard.on(pg.camel(), "orders", "pg:listen:orders");
            awaitLeading(standing(pg));

            server.server().execute("NOTIFY orders, 'a'");
            heard.awaitPayloads(1);
            assertThat(server.server().scalar(kept("count(*) || ' ' || bool_and(ssl)", "postgres")))
                    .isEqualTo("2 true");
        }
    }

    @Test
    void throughATunnelThatIsBuiltAgain() throws Exception {
        KeyPair host = OwnSsh.rsa();
        String database = TestPostgres.createDatabase();
        try (OwnSsh ssh = OwnSsh.started("a-passw0rd", OwnSsh.rsa(), host);
                PgContext pg = PgContext.on(database, TestPostgres.port(), connection -> {
                    connection.setSshHost("127.0.0.1");
                    connection.setSshPort(ssh.port());
                    connection.setSshUsername(OwnSsh.USER);
                    connection.setSshPassword("a-passw0rd");
                    connection.setSshKnownHosts(ssh.known(0));
                })) {
            Heard heard = Heard.on(pg.camel(), "orders", "pg:listen:orders");
            PgClusterService service = standing(pg);
            awaitLeading(service);
            Long epoch = service.epoch("jobs");
            assertThat(TestPostgres.scalar(database, kept("count(*)", database)))
                    .isEqualTo("2");

            ssh.cut();
            heard.awaitEvent("reconnected");
            TestPostgres.execute(database, "NOTIFY orders, 'a'");
            heard.awaitPayloads(1);
            Await.until("it leads anew", PATIENCE, () -> service.leads("jobs") && service.epoch("jobs") > epoch);
        }
    }

    @Test
    void toTheServerThatHasBecomeThePrimary() throws Exception {
        try (OwnPostgres primary = OwnPostgres.started(settings -> settings);
                StreamingReplica replica = StreamingReplica.of(primary);
                PgContext pg = PgContext.on("postgres", 1, connection -> {
                    connection.setHost("localhost:" + primary.port() + ",localhost:" + replica.port());
                    connection.setSslMode("disable");
                })) {
            Heard heard = Heard.on(pg.camel(), "orders", "pg:listen:orders");
            PgClusterService service = standing(pg);
            awaitLeading(service);
            assertThat(primary.scalar(kept("count(*)", "postgres"))).isEqualTo("2");

            primary.crash();
            Await.until("it leads no more", PATIENCE, () -> !service.leads("jobs"));
            assertThat(heard.messages()).extracting(Heard.Message::event).doesNotContain("reconnected");
            replica.promote();

            heard.awaitEvent("reconnected");
            replica.execute("NOTIFY orders, 'there'");
            heard.awaitPayloads(1);
            awaitLeading(service);
            assertThat(replica.scalar(kept("count(*)", "postgres"))).isEqualTo("2");
        }
    }
}
