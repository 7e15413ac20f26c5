package io.camelpg;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.support.Await;
import io.camelpg.support.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/work-queue.md shows works as it is written there. */
@Tag("application")
class WorkQueuePageIT {
    @TempDir
    private Path directory;

    private static String page() throws Exception {
        return Files.readString(Path.of("docs", "work-queue.md"));
    }

    private static String example(String part, String language) throws Exception {
        Matcher found = Pattern.compile(
                        "<!-- begin " + part + " -->\\s+```" + language + "\n(.*?)```\\s+<!-- end", Pattern.DOTALL)
                .matcher(page());
        assertThat(found.find()).as(part).isTrue();
        return found.group(1);
    }

    @Test
    void theExampleRuns() throws Exception {
        String database = TestPostgres.createDatabase();
        TestPostgres.execute(
                database,
                example("example-table", "sql")
                        + "CREATE TABLE account (id int PRIMARY KEY, balance numeric NOT NULL DEFAULT 0);"
                        + " INSERT INTO account SELECT generate_series(1, 10);"
                        + " INSERT INTO job (account, amount) SELECT 1 + i % 10, 1 FROM generate_series(1, 200) i;"
                        + " INSERT INTO job (account, amount, tries) VALUES (99, 1, 4)");
        Path route = Files.writeString(directory.resolve("route.yaml"), example("example-route", "yaml"));
        Main main = new Main();
        main.addInitialProperty("camel.component.pg.host", "localhost");
        main.addInitialProperty("camel.component.pg.port", String.valueOf(TestPostgres.port()));
        main.addInitialProperty("camel.component.pg.username", "postgres");
        main.addInitialProperty("camel.component.pg.database", database);
        main.addInitialProperty("camel.main.routes-include-pattern", "file:" + route);
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
    void everyOptionOfClaimsIsThere() throws Exception {
        TreeSet<String> own = new TreeSet<>();
        Catalog.JSON.get("properties").properties().forEach(option -> {
            if (option.getValue().get("description").asText().startsWith("With claim")) {
                own.add(option.getKey());
            }
        });
        assertThat(own).hasSize(10);
        assertThat(page()).contains(own.stream().map(name -> "`" + name + "`").toList());
    }
}
