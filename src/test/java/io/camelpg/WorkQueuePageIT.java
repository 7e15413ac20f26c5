package io.camelpg;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.support.Await;
import io.camelpg.support.ExampleMain;
import io.camelpg.support.Page;
import io.camelpg.support.TestPostgres;
import java.nio.file.Path;
import java.util.TreeSet;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/work-queue.md shows works as it is written there. */
@Tag("application")
class WorkQueuePageIT {
    private static final Page PAGE = Page.of("work-queue.md");

    @TempDir
    private Path directory;

    @Test
    void theExampleRuns() throws Exception {
        String database = TestPostgres.createDatabase();
        TestPostgres.execute(
                database,
                PAGE.code("example-table")
                        + "CREATE TABLE account (id int PRIMARY KEY, balance numeric NOT NULL DEFAULT 0);"
                        + " INSERT INTO account SELECT generate_series(1, 10);"
                        + " INSERT INTO job (account, amount) SELECT 1 + i % 10, 1 FROM generate_series(1, 200) i;"
                        + " INSERT INTO job (account, amount, tries) VALUES (99, 1, 4)");
        Main main = ExampleMain.on(database, directory, PAGE.code("example-route"));
        main.start();
        try {
            Await.until("nothing waits", () -> TestPostgres.scalar(
                            database, "SELECT count(*) FROM job WHERE done_at IS NULL AND dead_at IS NULL")
                    .equals("0"));
        } finally {
            main.stop();
        }
        assertThat(TestPostgres.scalar(database, "SELECT min(balance) || ' ' || max(balance) FROM account"))
                .isEqualTo("20 20");
        assertThat(TestPostgres.scalar(
                        database, "SELECT account || left(reason, 6) || tries FROM job WHERE dead_at IS NOT NULL"))
                .isEqualTo("99PG-3105");
        TestPostgres.execute(
                database, "UPDATE job SET dead_at = NULL, tries = 0, retry_at = NULL WHERE dead_at IS NOT NULL");
    }

    @Test
    void everyOptionOfClaimsIsThere() {
        TreeSet<String> own = new TreeSet<>();
        Catalog.JSON.get("properties").properties().forEach(option -> {
            if (option.getValue().get("description").asText().startsWith("With claim")) {
                own.add(option.getKey());
            }
        });
        assertThat(own).hasSize(10);
        assertThat(PAGE.read())
                .contains(own.stream().map(name -> "`" + name + "`").toList());
    }
}
