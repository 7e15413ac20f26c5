package io.camelpg;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.support.TestPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Collection;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;

/** Each connection in use has a health check that says what is wrong and nothing that is secret. */
class HealthCheckIT {
    private static final String PASSWORD = "s3cret";

    private interface Work {
        void in(CamelContext context) throws Exception;
    }

    private static void run(int port, Work work) throws Exception {
        run(port, "true", work);
    }

    private static void run(int port, String checked, Work work) throws Exception {
        Main main = new Main();
        main.addInitialProperty("camel.component.pg.health-check-producer-enabled", checked);
        main.addInitialProperty("camel.main.startup-summary-level", "Off");
        main.addInitialProperty("camel.health.producers-enabled", "true");
        main.addInitialProperty("camel.component.pg.port", String.valueOf(port));
        main.addInitialProperty("camel.component.pg.username", "postgres");
        main.addInitialProperty("camel.component.pg.password", PASSWORD);
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:read").to("pg:query?sql=SELECT 1");
            }
        });
        main.start();
        try {
            work.in(main.getCamelContext());
        } finally {
            main.stop();
        }
    }

    private static HealthCheck.Result result(CamelContext context) {
        Collection<HealthCheck.Result> results = HealthCheckHelper.invoke(context, "full");
        List<HealthCheck.Result> ours = results.stream()
                .filter(result -> result.getCheck().getId().contains("pg"))
                .toList();
        assertThat(ours).hasSize(1);
        return ours.get(0);
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void aServerThatAnswersIsUp() throws Exception {
        run(TestPostgres.port(), context -> {
            HealthCheck.Result result = result(context);
            assertThat(result.getState()).isEqualTo(HealthCheck.State.UP);
            assertThat(result.getDetails())
                    .containsEntry("connection", "default")
                    .containsEntry("server", "localhost:" + TestPostgres.port() + "/postgres");
            assertThat(result.getDetails().toString()).doesNotContain(PASSWORD);
        });
    }

    @Test
    void nobodyThereIsDownWithACodeAndWithoutCredentials() throws Exception {
        run(unusedPort(), context -> {
            HealthCheck.Result result = result(context);
            assertThat(result.getState()).isEqualTo(HealthCheck.State.DOWN);
            assertThat(result.getDetails()).containsEntry("code", "PG-001");
            assertThat(result.getMessage())
                    .hasValueSatisfying(message ->
                            assertThat(message).contains("connection refused").doesNotContain(PASSWORD));
            assertThat(result.getDetails().toString()).doesNotContain(PASSWORD);
        });
    }

    @Test
    void theContextStartsWithoutTheServer() throws Exception {
        run(unusedPort(), context -> assertThat(context.getStatus().isStarted()).isTrue());
    }

    @Test
    void theComponentsOwnSwitchTurnsItOff() throws Exception {
        run(TestPostgres.port(), "false", context -> assertThat(HealthCheckHelper.invoke(context, "full"))
                .noneMatch(result -> result.getCheck().getId().contains("pg")));
    }
}
