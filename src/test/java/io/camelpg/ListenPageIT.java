package io.camelpg;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.support.Await;
import io.camelpg.support.ExampleMain;
import io.camelpg.support.Page;
import io.camelpg.support.TestPostgres;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/listen-notify.md shows works as it is written there. */
@Tag("application")
class ListenPageIT {
    @TempDir
    private Path directory;

    @Test
    void theExampleRuns() throws Exception {
        String database = TestPostgres.createDatabase();
        TestPostgres.execute(
                database,
                "CREATE TABLE orders (id int PRIMARY KEY, total numeric, seen timestamptz);"
                        + " INSERT INTO orders VALUES (1, 10)");
        List<Object> shipped = new CopyOnWriteArrayList<>();
        Main main =
                ExampleMain.on(database, directory, Page.of("listen-notify.md").code("example-route"));
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ship")
                        .process(exchange ->
                                shipped.add(((Map<?, ?>) exchange.getMessage().getBody()).get("id")));
            }
        });
        main.start();
        try {
            Await.until("what was there before", () -> shipped.contains(1));
            main.getCamelTemplate().sendBody("direct:order", Map.of("id", 2, "total", 20));
            Await.until("what came", () -> shipped.contains(2));
            assertThat(shipped).containsExactly(1, 2);
        } finally {
            main.stop();
        }
    }
}
