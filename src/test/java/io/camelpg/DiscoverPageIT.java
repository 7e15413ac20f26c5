package io.camelpg;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelpg.support.Await;
import io.camelpg.support.Page;
import io.camelpg.support.PgContext;
import io.camelpg.support.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/discover.md shows is what comes of the statements and the route in it. */
@Tag("application")
class DiscoverPageIT {
    private static final Page PAGE = Page.of("discover.md");
    private static String page;
    private static PgContext pg;

    @BeforeAll
    static void start() throws IOException {
        page = Files.readString(Path.of("docs", "discover.md"));
        pg = PgContext.onNewDatabase();
        pg.sql(example("example-sql", "sql"));
    }

    @AfterAll
    static void stop() {
        pg.close();
    }

    private static String example(String part, String language) {
        Matcher found = Pattern.compile(
                        "<!-- begin " + part + " -->\\s+```" + language + "\n(.*?)```\\s+<!-- end", Pattern.DOTALL)
                .matcher(page);
        assertThat(found.find()).as(part).isTrue();
        return found.group(1);
    }

    private static String text(String uri) {
        return (String) Faults.body(pg.send("pg:discover:" + uri, null));
    }

    @Test
    void theRouteWritesThePage(@TempDir Path directory) throws Exception {
        String route = example("example-route", "yaml").replace("file:docs", "file:" + directory);
        Main main = new Main();
        main.addInitialProperty("camel.component.pg.port", String.valueOf(TestPostgres.port()));
        main.addInitialProperty("camel.component.pg.database", pg.database());
        main.addInitialProperty("camel.component.pg.username", "postgres");
        main.addInitialProperty(
                "camel.main.routes-include-pattern",
                "file:" + Files.writeString(directory.resolve("route.yaml"), route));
        Path written = directory.resolve("schema.md");
        main.start();
        try {
            Await.until("the page is written", () -> Files.exists(written));
        } finally {
            main.stop();
        }
        String markdown = Files.readString(written);
        assertThat(markdown).isEqualTo(text("shop?outputType=markdown")).startsWith("# " + pg.database() + "\n");
        PAGE.has("example-markdown", "````markdown\n" + markdown.replace(pg.database(), "sales") + "````");
    }

    @Test
    void theDiagram() {
        PAGE.has("example-mermaid", "```mermaid\n" + text("shop?outputType=mermaid") + "```");
    }

    @Test
    void theMaps() throws IOException {
        JsonNode table =
                new ObjectMapper().readTree(text("shop.orders?outputType=json")).at("/schemas/0/tables/0");
        String lines = table.properties().stream()
                .map(entry -> "  \"" + entry.getKey() + "\": " + value(entry.getValue()))
                .collect(Collectors.joining(",\n", "{\n", "\n}"));
        PAGE.has("example-json", "```json\n" + lines + "\n```");
    }

    /** A line for each Map of a list. */
    private static String value(JsonNode value) {
        return value.isArray() && value.path(0).isObject()
                ? value.valueStream().map(JsonNode::toString).collect(Collectors.joining(",\n    ", "[\n    ", "\n  ]"))
                : value.toString();
    }
}
