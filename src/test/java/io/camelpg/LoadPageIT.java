package io.camelpg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelpg.support.ExampleMain;
import io.camelpg.support.Page;
import io.camelpg.support.TestPostgres;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The refresh in several messages of docs/load.md, as it is written there, in smaller parts. */
@Tag("application")
class LoadPageIT {
    @TempDir
    private Path directory;

    private String database;
    private Main main;

    @BeforeEach
    void start() throws Exception {
        database = TestPostgres.createDatabase();
        TestPostgres.execute(
                database,
                "CREATE TABLE orders (id int PRIMARY KEY, total int CHECK (total >= 0)); INSERT INTO orders VALUES (0, 0)");
        String example = Page.of("load.md").code("example-refresh");
        assertThat(example).contains("100000");
        main = ExampleMain.on(database, directory, example.replace("100000", "100"));
        main.start();
    }

    @AfterEach
    void stop() {
        main.stop();
    }

    private void refresh(int rows, int bad) throws Exception {
        String lines = IntStream.rangeClosed(1, rows)
                .mapToObj(id -> "{\"id\":" + id + ",\"total\":" + (id == bad ? -1 : id) + "}")
                .collect(Collectors.joining("\n"));
        main.getCamelTemplate().sendBody("direct:refresh", lines);
    }

    private String orders() {
        return TestPostgres.scalar(database, "SELECT count(*) || ' ' || min(id) || ' ' || max(id) FROM orders");
    }

    @Test
    void allPartsTakeTheOldRowsPlace() throws Exception {
        refresh(350, 0);
        assertThat(orders()).isEqualTo("350 1 350");
    }

    @Test
    void aPartThatFailsLeavesTheTableAsItWas() throws Exception {
        assertThatThrownBy(() -> refresh(350, 150)).hasStackTraceContaining("PG-");
        assertThat(orders()).isEqualTo("1 0 0");
        refresh(120, 0);
        assertThat(orders()).isEqualTo("120 1 120");
    }
}
