package io.camelpg;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.support.Await;
import io.camelpg.support.ExampleMain;
import io.camelpg.support.Page;
import io.camelpg.support.TestPostgres;
import java.nio.file.Path;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/leader-election.md shows works as it is written there: as a bean of a route file, and of properties. */
@Tag("application")
class LeaderPageIT {
    private static final Page PAGE = Page.of("leader-election.md");

    @TempDir
    private Path directory;

    private String database;

    @BeforeEach
    void prepare() {
        database = TestPostgres.createDatabase();
        TestPostgres.execute(database, PAGE.code("example-table"));
    }

    private void runs(int atLeast) {
        Await.until("it ran", () -> Integer.parseInt(TestPostgres.scalar(database, "SELECT runs FROM job")) >= atLeast);
        assertThat(TestPostgres.scalar(database, "SELECT epoch > 0 FROM job")).isEqualTo("t");
    }

    @Test
    void theExampleRuns() throws Exception {
        Main main = ExampleMain.on(database, directory, PAGE.code("example-route"));
        main.start();
        try {
            runs(2);
            assertThat(main.getCamelContext().hasService(PgClusterService.class).getLease())
                    .hasSeconds(5);
        } finally {
            main.stop();
        }
    }

    @Test
    void asABeanOfProperties() throws Exception {
        Main main = ExampleMain.on(database);
        main.addInitialProperty("camel.beans.cluster", "#class:io.camelpg.PgClusterService");
        main.addInitialProperty("camel.beans.cluster.lease", "1s");
        main.addInitialProperty("camel.beans.cluster.connection", "jobs");
        main.addInitialProperty("camel.beans.jobs", "#class:io.camelpg.PgConnection");
        main.addInitialProperty("camel.beans.jobs.port", String.valueOf(TestPostgres.port()));
        main.addInitialProperty("camel.beans.jobs.username", "postgres");
        main.addInitialProperty("camel.beans.jobs.database", database);
        main.addInitialProperty("camel.beans.jobs.applicationName", "jobs");
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                from("master:job:timer:job?period=50")
                        .setVariable("epoch", simple("${bean:cluster?method=epoch('job')}"))
                        .to("pg:execute?sql=UPDATE job SET runs = runs + 1, epoch = :epoch");
            }
        });
        main.start();
        try {
            runs(2);
            assertThat(TestPostgres.scalar(
                            database, "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'jobs leader'"))
                    .isEqualTo("1");
        } finally {
            main.stop();
        }
    }
}
