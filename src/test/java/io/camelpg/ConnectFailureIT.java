package io.camelpg;

import static io.camelpg.Faults.body;
import static io.camelpg.Faults.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.support.Await;
import io.camelpg.support.OwnPostgres;
import io.camelpg.support.PgContext;
import io.camelpg.support.WireProxy;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whatever keeps a connection from being opened is told apart, at once, in one attempt, and without the password. */
class ConnectFailureIT {
    private static final String SECRET = "c4nary-s3cret";
    private static final String QUERY = "pg:query?outputType=scalar&sql=SELECT 1";
    private static OwnPostgres server;

    @BeforeAll
    static void start() {
        server = OwnPostgres.started(settings -> settings.setServerConfig("max_connections", "30")
                // the default since 14
                .setServerConfig("password_encryption", "scram-sha-256"));
        server.execute("CREATE ROLE canary LOGIN PASSWORD '" + SECRET
                + "'; CREATE ROLE single LOGIN CONNECTION LIMIT 1;"
                + " CREATE DATABASE private; REVOKE CONNECT ON DATABASE private FROM public");
        server.authentication("host all canary all scram-sha-256", "host all all all trust");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static PgContext context(int port, Consumer<PgConnection> settings) {
        return PgContext.on("postgres", port, connection -> {
            connection.setPassword(SECRET);
            settings.accept(connection);
        });
    }

    /** One call fails with the code, and nothing that it leaves shows the password. */
    private static PgException fails(PgContext pg, PgErrorCode code) {
        PgException failure = failure(pg.send(QUERY, null));
        assertThat(failure.errorCode()).isEqualTo(code);
        assertThat(failure.getMessage()).contains("connection 'default'");
        assertSecret(pg, failure);
        assertThat(Faults.pool(pg).active()).isZero();
        return failure;
    }

    private static void assertSecret(PgContext pg, PgException failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).doesNotContain(SECRET);
        assertThat(pg.component().getConfiguration().toString()).doesNotContain(SECRET);
        assertThat(Faults.pool(pg).toString()).doesNotContain(SECRET);
        assertThat(Faults.pool(pg).profile().toString()).doesNotContain(SECRET).contains("***");
        assertThat(pg.component().connections().get(null).toString()).doesNotContain(SECRET);
        assertThat(pg.camel().getEndpoints().toString()).doesNotContain(SECRET);
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.contains(SECRET));
    }

    @Test
    void refusedPort() {
        WireProxy proxy = WireProxy.to(server.port());
        proxy.refuse();
        try (proxy;
                PgContext pg = context(proxy.port(), connection -> {})) {
            PgException failure = fails(pg, PgErrorCode.CONNECTION_REFUSED);
            assertThat(failure.getMessage()).contains("localhost:" + proxy.port());
            assertThat(failure.retryable()).isTrue();
            proxy.accept();
            assertThat(body(pg.send(QUERY, null))).isEqualTo(1);
        }
    }

    @Test
    void unknownHost() {
        try (PgContext pg = context(server.port(), connection -> connection.setHost("no-such-host.invalid"))) {
            assertThat(fails(pg, PgErrorCode.UNKNOWN_HOST).getMessage()).contains("no-such-host.invalid");
        }
    }

    @Test
    void noAnswerEndsWithinConnectTimeoutAndLeavesNoThread() {
        try (WireProxy proxy = WireProxy.to(server.port());
                PgContext pg = context(proxy.port(), connection -> connection.setConnectTimeout(1000))) {
            proxy.stall();
            fails(pg, PgErrorCode.CONNECT_TIMEOUT);
            Await.until("the driver's thread that logs in has ended", () -> Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().startsWith("PostgreSQL JDBC driver connection")));
            proxy.resume();
            assertThat(body(pg.send(QUERY, null))).isEqualTo(1);
        }
    }

    @Test
    void aCallsTimeoutCoversConnectingToo() {
        try (WireProxy proxy = WireProxy.to(server.port());
                PgContext pg = context(proxy.port(), connection -> connection.setConnectTimeout(600_000))) {
            proxy.stall();
            // With the connect-timeout in force instead, this would take ten minutes.
            PgException failure = failure(pg.send(QUERY + "&timeout=500", null));
            assertThat(failure.errorCode()).isEqualTo(PgErrorCode.CONNECT_TIMEOUT);
        }
    }

    @Test
    void callersDoNotWaitForEachOthersAttempts() {
        try (WireProxy proxy = WireProxy.to(server.port());
                PgContext pg = context(proxy.port(), connection -> connection.setConnectTimeout(1000))) {
            proxy.stall();
            long before = proxy.counts().connections();
            CompletableFuture<?>[] calls = new CompletableFuture<?>[10];
            for (int i = 0; i < calls.length; i++) {
                calls[i] = CompletableFuture.supplyAsync(() -> pg.send(QUERY, null), Faults::start);
            }
            CompletableFuture.allOf(calls).join();
            for (CompletableFuture<?> call : calls) {
                assertThat(failure((Exchange) call.join()).errorCode()).isEqualTo(PgErrorCode.CONNECT_TIMEOUT);
            }
            assertThat(proxy.counts().connections() - before).isGreaterThanOrEqualTo(calls.length);
        }
    }

    @Test
    void wrongPasswordIsOneAttempt() {
        try (WireProxy proxy = WireProxy.to(server.port());
                PgContext pg = context(proxy.port(), connection -> {
                    connection.setUsername("canary");
                    connection.setPassword(SECRET + "-wrong");
                    connection.setSslMode("disable");
                })) {
            PgException failure = fails(pg, PgErrorCode.AUTHENTICATION_FAILED);
            assertThat(failure.sqlState()).isEqualTo("28P01");
            assertThat(failure.retryable()).isFalse();
            assertThat(proxy.counts().connections()).isEqualTo(1);
            // A rejected login is not tried again at once: neither the server nor what locks accounts is hammered.
            assertThat(fails(pg, PgErrorCode.AUTHENTICATION_FAILED).getMessage())
                    .contains("not tried again for");
            assertThat(proxy.counts().connections()).isEqualTo(1);
            server.execute("ALTER ROLE canary PASSWORD '" + SECRET + "-wrong'");
            Await.until("it is tried again", () -> pg.send(QUERY, null).getException() == null);
        } finally {
            server.execute("ALTER ROLE canary PASSWORD '" + SECRET + "'");
        }
    }

    @Test
    void missingPassword() {
        try (PgContext pg = context(server.port(), connection -> {
            connection.setUsername("canary");
            connection.setPassword(null);
        })) {
            PgException failure = failure(pg.send(QUERY, null));
            assertThat(failure.errorCode()).isEqualTo(PgErrorCode.AUTHENTICATION_FAILED);
        }
    }

    @Test
    void theRightPasswordShowsNowhereEither() throws Exception {
        try (PgContext pg = context(server.port(), connection -> connection.setUsername("canary"))) {
            assertThat(body(pg.send(QUERY, null))).isEqualTo(1);
            PgException failure = failure(pg.send("pg:query?sql=SELECT no_such_column", null));
            assertSecret(pg, failure);
            assertThat(beans()).isNotEmpty().doesNotContain(SECRET);
        }
    }

    /** Every attribute of every JMX bean, as text. */
    static String beans() throws Exception {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        StringBuilder all = new StringBuilder();
        Set<ObjectName> names = beans.queryNames(null, null);
        for (ObjectName name : names) {
            all.append(name).append('\n');
            if (name.getDomain().startsWith("java")
                    || name.getDomain().startsWith("JMI")
                    || name.getDomain().startsWith("com.sun")) {
                continue;
            }
            for (MBeanAttributeInfo attribute : beans.getMBeanInfo(name).getAttributes()) {
                if (attribute.isReadable()) {
                    all.append(attribute.getName()).append('=');
                    try {
                        all.append(beans.getAttribute(name, attribute.getName()));
                    } catch (javax.management.JMException | RuntimeException e) {
                        all.append(e);
                    }
                    all.append('\n');
                }
            }
        }
        return all.toString();
    }

    @Test
    void noSuchDatabase() {
        try (PgContext pg = context(server.port(), connection -> connection.setDatabase("later"))) {
            assertThat(fails(pg, PgErrorCode.NO_SUCH_DATABASE).sqlState()).isEqualTo("3D000");
            server.execute("CREATE DATABASE later");
            assertThat(body(pg.send(QUERY, null))).isEqualTo(1);
        }
    }

    @Test
    void tooManyConnections() {
        try (PgContext holder = context(server.port(), connection -> connection.setUsername("single"));
                PgContext pg = context(server.port(), connection -> connection.setUsername("single"))) {
            assertThat(body(holder.send(QUERY, null))).isEqualTo(1);
            assertThat(fails(pg, PgErrorCode.TOO_MANY_CONNECTIONS).sqlState()).isEqualTo("53300");
            server.execute("ALTER ROLE single CONNECTION LIMIT 2");
            assertThat(body(pg.send(QUERY, null))).isEqualTo(1);
        } finally {
            server.execute("ALTER ROLE single CONNECTION LIMIT 1");
        }
    }

    @Test
    void serverWithoutTls() {
        try (PgContext pg = context(server.port(), connection -> connection.setSslMode("require"))) {
            PgException failure = fails(pg, PgErrorCode.TLS_FAILED);
            assertThat(failure.hint()).contains("does not offer TLS");
        }
    }

    @Test
    void exhaustedPoolSaysItsFigures() throws Exception {
        try (WireProxy proxy = WireProxy.to(server.port());
                PgContext pg = context(proxy.port(), connection -> {
                    connection.setMaxConnections(1);
                    connection.setSslMode("disable");
                })) {
            CompletableFuture<?> sleeping = proxy.seen(io.camelpg.support.WireMessage.statement("pg_sleep"));
            CompletableFuture<Exchange> holder = CompletableFuture.supplyAsync(
                    () -> pg.send("pg:query?sql=SELECT pg_sleep(600)", null), Faults::start);
            sleeping.get();
            PgException failure = failure(pg.send(QUERY + "&timeout=200", null));
            assertThat(failure.errorCode()).isEqualTo(PgErrorCode.POOL_EXHAUSTED);
            assertThat(failure.getMessage())
                    .contains("max 1, in use 1, waiting 0")
                    .contains("within");
            assertThat(failure.retryable()).isTrue();
            server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(600)%'"
                    + " AND pid <> pg_backend_pid()");
            assertThat(failure(holder.get()).errorCode()).isEqualTo(PgErrorCode.CONNECTION_LOST);
            assertThat(body(pg.send(QUERY, null))).isEqualTo(1);
        }
    }

    @Test
    void aClosedPoolSaysSo() {
        try (PgContext pg = context(server.port(), connection -> {})) {
            assertThat(body(pg.send(QUERY, null))).isEqualTo(1);
            Faults.pool(pg).close();
            fails(pg, PgErrorCode.CONNECTION_CLOSED);
        }
    }
}
