package io.camelpg;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.camelpg.error.PgException;
import io.camelpg.support.Page;
import io.camelpg.support.PgContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What of a statement's text arrives as written, on every way into an endpoint: the table of docs/inline-sql.md. */
@Tag("application")
class UriCorpusIT {
    private static final String ARRIVES = "yes";

    private static PgContext pg;
    private static final Map<SqlFragment, Map<SqlWay, String>> FINDINGS = new LinkedHashMap<>();

    @BeforeAll
    static void tryEverything() {
        pg = PgContext.onNewDatabase();
        for (SqlFragment fragment : SqlFragment.ALL) {
            Map<SqlWay, String> found = new EnumMap<>(SqlWay.class);
            for (SqlWay way : SqlWay.values()) {
                found.put(way, finding(way, fragment));
            }
            FINDINGS.put(fragment, found);
        }
    }

    @AfterAll
    static void stop() {
        pg.close();
    }

    private static String finding(SqlWay way, SqlFragment fragment) {
        CamelContext context = pg.camel();
        String id = SqlWay.nextId();
        try {
            way.add(context, id, fragment.sql());
        } catch (Exception e) {
            return "refused at start";
        }
        try {
            Exchange exchange = pg.send("direct:" + id, fragment.body(), Map.of("id", 7));
            Object value = exchange.getMessage().getBody();
            if (exchange.getException() == null) {
                return Objects.equals(value, fragment.expected()) ? ARRIVES : "becomes `" + shown(value) + "`";
            }
            PgException failure = exchange.getException(PgException.class);
            return failure == null ? "fails" : "fails, " + failure.code();
        } finally {
            remove(context, id);
        }
    }

    private static void remove(CamelContext context, String id) {
        try {
            context.getRouteController().stopRoute(id);
            context.removeRoute(id);
            // The next way must not find the endpoint of this one.
            for (Endpoint endpoint : List.copyOf(context.getEndpoints())) {
                if (endpoint instanceof PgEndpoint) {
                    context.removeEndpoint(endpoint);
                }
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String shown(Object value) {
        return String.valueOf(value).replace("\n", "⏎").replace("|", "\\|");
    }

    private static List<String> lost(SqlWay way, boolean fileMaterial) {
        return FINDINGS.entrySet().stream()
                .filter(entry -> entry.getKey().belongsInAFile() == fileMaterial)
                .filter(entry -> !entry.getValue().get(way).equals(ARRIVES))
                .map(entry -> entry.getKey().about() + ": " + entry.getValue().get(way))
                .toList();
    }

    @Test
    void aYamlUriCarriesEverythingThatDoesNotBelongInAFile() {
        assertThat(lost(SqlWay.YAML_URI, false)).isEmpty();
    }

    @Test
    void yamlParametersCarryEverythingThatDoesNotBelongInAFile() {
        assertThat(lost(SqlWay.YAML_PARAMETERS, false)).isEmpty();
    }

    @Test
    void javaCarriesEverythingThatDoesNotBelongInAFile() {
        assertThat(lost(SqlWay.JAVA, false)).isEmpty();
        assertThat(lost(SqlWay.RAW, false)).isEmpty();
        // two closing braces end a property's name for Camel, in its value, too
        assertThat(lost(SqlWay.PROPERTY, false)).containsExactly("#>>: refused at start");
    }

    @Test
    void filesResourcesAndBeansCarryEverything() {
        for (SqlWay way : List.of(SqlWay.BEAN, SqlWay.FILE, SqlWay.CLASSPATH)) {
            assertThat(lost(way, true)).as(way.title()).isEmpty();
            assertThat(lost(way, false)).as(way.title()).isEmpty();
        }
    }

    @Test
    void rawKeepsAStatementWholeInToD() throws Exception {
        String id = SqlWay.nextId();
        SqlWay.TO_D.add(pg.camel(), id, "RAW(SELECT '1+2%20' || ${header.id})");
        assertThat(pg.send("direct:" + id, null, Map.of("id", 7)).getMessage().getBody())
                .isEqualTo("1+2%207");
    }

    /** A limit of Camel's that docs/inline-sql.md names: endpoints are found by their decoded URI. */
    @Test
    void statementsThatDifferInAPlusOnlyAreOneEndpoint() {
        Object sum = pg.send("pg:query?outputType=scalar&sql=SELECT '1+2'::text", null)
                .getMessage()
                .getBody();
        Object same = pg.send("pg:query?outputType=scalar&sql=SELECT '1 2'::text", null)
                .getMessage()
                .getBody();
        assertThat(List.of(sum, same)).containsExactly("1+2", "1+2");
    }

    @Test
    void theTableIsInTheDocumentation() {
        StringBuilder table = new StringBuilder("| What | Statement |");
        SqlWay[] ways = SqlWay.values();
        table.append(Arrays.stream(ways).map(SqlWay::title).collect(Collectors.joining(" | ", " ", " |\n")));
        table.append("|---|---|").append("---|".repeat(ways.length)).append('\n');
        FINDINGS.forEach((fragment, found) -> {
            List<String> cells = new ArrayList<>();
            cells.add(fragment.about().replace("|", "\\|"));
            cells.add("`" + shown(fragment.sql()) + "`");
            cells.addAll(found.values());
            table.append(cells.stream().collect(Collectors.joining(" | ", "| ", " |\n")));
        });
        Page.of("inline-sql.md").has("table", table.toString());
    }

    @Test
    void aLineCommentInAUriEarnsAWarning() throws Exception {
        String sql = "SELECT 1 -- one\n+ 2";
        assertThat(warnings(SqlWay.YAML_URI, sql)).singleElement().asString().contains("-- comment");
        assertThat(warnings(SqlWay.YAML_PARAMETERS, sql))
                .singleElement()
                .asString()
                .contains("-- comment");
        assertThat(warnings(SqlWay.JAVA, sql)).singleElement().asString().contains("-- comment");
        assertThat(warnings(SqlWay.FILE, sql)).isEmpty();
        assertThat(warnings(SqlWay.BEAN, sql)).isEmpty();
        assertThat(warnings(SqlWay.YAML_URI, "SELECT '--'")).isEmpty();
    }

    private static List<String> warnings(SqlWay way, String sql) throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger(PgEndpoint.class);
        ListAppender<ILoggingEvent> heard = new ListAppender<>();
        heard.start();
        logger.addAppender(heard);
        String id = SqlWay.nextId();
        try {
            way.add(pg.camel(), id, sql);
        } finally {
            logger.detachAppender(heard);
            remove(pg.camel(), id);
        }
        return heard.list.stream()
                .filter(event -> event.getLevel() == Level.WARN)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }
}
