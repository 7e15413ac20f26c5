package io.camelpg;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.error.PgException;
import io.camelpg.support.Await;
import io.camelpg.support.DatabaseState;
import io.camelpg.support.PgContext;
import io.camelpg.support.TestPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is sent through pg:query: nothing changes, neither in the database nor in the session of the next borrower. */
class ReadOnlyCorpusIT {
    private static final String VERDICT = "(reads|PG-\\d{3}(?:,PG-\\d{3})*)";
    private static final Pattern ENTRY =
            Pattern.compile("/\\* " + VERDICT + "(?:; before (\\d+): " + VERDICT + ")? \\*/ (.+)");
    private static final String DYNAMIC = "pg:query?allowDynamicSql=true";
    /** Before 14, a function can change the default, and nothing reports it: each query then says READ ONLY itself. */
    private static final String SESSION = "SELECT (SELECT string_agg(name || '=' || setting, ' ' ORDER BY name) FROM"
            + " pg_settings WHERE name <> 'statement_timeout' AND name NOT LIKE '%.%' AND (name <>"
            + " 'default_transaction_read_only' OR current_setting('server_version_num')::int >= 140000))"
            + " || current_user || session_user"
            + " || (SELECT count(*) FROM pg_listening_channels()) || (SELECT count(*) FROM pg_prepared_statements WHERE"
            + " from_sql) || (SELECT count(*) FROM pg_cursors WHERE name <> '' AND statement NOT LIKE '%pg_cursors%')"
            + " || (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory')"
            + " || (SELECT count(*) FROM pg_class WHERE relnamespace = pg_my_temp_schema())";

    private static PgContext pg;
    private static DatabaseState state;
    private static Map<String, String> before;
    private static Object cleanSession;
    private static int beans;

    record Attempt(List<String> verdicts, String sql) {
        boolean reads() {
            return verdicts.contains("reads");
        }

        @Override
        public String toString() {
            return sql;
        }
    }

    @BeforeAll
    static void start() throws SQLException {
        pg = PgContext.onNewDatabase(connection -> connection.setMaxConnections(1));
        pg.sql(resource("read-only-schema.sql"));
        state = new DatabaseState(pg.database());
        if (TestPostgres.majorVersion() < 15) {
            // Its first entry for a database counts as a reset, and comes when it comes.
            Await.until("the statistics collector knows the database", () -> pg.scalar(
                            "SELECT stats_reset IS NOT NULL FROM pg_stat_database WHERE datname = current_database()")
                    .equals("t"));
        }
        before = state.read();
        cleanSession = session(pg);
    }

    @AfterAll
    static void stop() throws SQLException {
        state.close();
        pg.close();
    }

    static Stream<Attempt> corpus() {
        return resource("read-only-corpus.sql")
                .lines()
                .map(ENTRY::matcher)
                .filter(Matcher::matches)
                .map(entry -> new Attempt(
                        List.of(verdicts(entry).split(",")),
                        entry.group(4).replace('⏎', '\n').replace('␍', '\r').replace('⇥', '\t')));
    }

    private static String verdicts(Matcher entry) {
        return entry.group(2) != null && TestPostgres.majorVersion() < Integer.parseInt(entry.group(2))
                ? entry.group(3)
                : entry.group(1);
    }

    private static String resource(String name) {
        try (InputStream in = ReadOnlyCorpusIT.class.getResourceAsStream("/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theCorpusIsThere() {
        assertThat(corpus()).hasSizeGreaterThan(300);
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void asTheEndpointsStatement(Attempt attempt) throws SQLException {
        String bean = "attempt" + beans++;
        pg.camel().getRegistry().bind(bean, attempt.sql());
        judge(attempt, failure("pg:query?sql=#bean:" + bean + "&outputType=json", "", Map.of()));
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void asTheMessagesStatement(Attempt attempt) throws SQLException {
        for (String outputType : List.of("list", "stream", "stream", "csv", "csv", "scalar")) {
            Throwable failure =
                    failure(DYNAMIC + "&outputType=" + outputType, "", Map.of(PgConstants.SQL, attempt.sql()));
            if (outputType.equals("scalar") && failure instanceof PgException refused) {
                // a statement that reads may have more than one row or column
                assertThat(refused.code())
                        .isIn(Stream.concat(attempt.verdicts().stream(), Stream.of("PG-304", "PG-305"))
                                .toList());
                unchanged();
            } else {
                judge(attempt, failure);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void asTheBody(Attempt attempt) throws SQLException {
        judge(attempt, failure(DYNAMIC, attempt.sql(), Map.of()));
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void asAValue(Attempt attempt) throws SQLException {
        Exchange exchange = pg.send("pg:query?outputType=scalar&sql=SELECT :a::text", Map.of("a", attempt.sql()));
        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody()).isEqualTo(attempt.sql());
        unchanged();
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "stream", "json"})
    void aFunctionThatUnlocksLaterTransactionsUnlocksNone(String outputType) throws SQLException {
        String dynamic = DYNAMIC + "&outputType=" + outputType;
        for (int i = 0; i < 3; i++) {
            assertThat(failure(dynamic, "", Map.of(PgConstants.SQL, "SELECT unlock_later()")))
                    .isNull();
            for (String write : List.of("SELECT write_plpgsql()", "SELECT nextval('s')", "SELECT write_ddl()")) {
                assertThat(failure(dynamic, "", Map.of(PgConstants.SQL, write)))
                        .isInstanceOfSatisfying(PgException.class, refused -> assertThat(refused.code())
                                .isEqualTo("PG-204"));
            }
            unchanged();
        }
    }

    @Test
    void whatAFunctionDoesToItsSessionIsUndoneWithResetAlways() throws SQLException {
        try (PgContext always = PgContext.on(pg.database(), TestPostgres.port(), connection -> {
            connection.setMaxConnections(1);
            connection.setReset("always");
        })) {
            Object clean = session(always);
            for (String change : List.of("SELECT change_session()", "SELECT unlock_later()")) {
                Exchange exchange = always.send(DYNAMIC, "", Map.of(PgConstants.SQL, change));
                assertThat(exchange.getException()).isNull();
                assertThat(session(always)).isEqualTo(clean);
                assertThat(state.read()).isEqualTo(before);
            }
        }
    }

    private static void judge(Attempt attempt, @Nullable Throwable failure) throws SQLException {
        if (attempt.reads()) {
            assertThat(failure).isNull();
        } else {
            assertThat(failure).isInstanceOfSatisfying(PgException.class, refused -> assertThat(refused.code())
                    .as(refused.getMessage())
                    .isIn(attempt.verdicts()));
        }
        unchanged();
    }

    /** What one attempt changed is held against that attempt only. */
    private static void unchanged() throws SQLException {
        Object expectedSession = cleanSession;
        Map<String, String> expected = before;
        cleanSession = session(pg);
        before = state.read();
        assertThat(cleanSession).isEqualTo(expectedSession);
        assertThat(before).isEqualTo(expected);
    }

    /** What the next borrower of the only connection finds. */
    private static Object session(PgContext context) {
        Exchange exchange = context.send(DYNAMIC + "&outputType=scalar", "", Map.of(PgConstants.SQL, SESSION));
        assertThat(exchange.getException()).isNull();
        return exchange.getMessage().getBody();
    }

    private static @Nullable Throwable failure(String uri, Object body, Map<String, Object> headers) {
        try {
            Exchange exchange = pg.template().send(uri, sent -> {
                sent.getMessage().setBody(body);
                sent.getMessage().setHeaders(new HashMap<>(headers));
            });
            if (exchange.getException() == null) {
                if (exchange.getMessage().getBody() instanceof Iterator<?> rows) {
                    rows.forEachRemaining(row -> assertThat(row).isNotNull());
                } else {
                    exchange.getMessage().getBody(String.class);
                }
            }
            return exchange.getException();
        } catch (RuntimeException e) {
            // an endpoint that cannot be created
            Throwable cause = e;
            while (!(cause instanceof PgException) && cause.getCause() != null) {
                cause = cause.getCause();
            }
            return cause;
        }
    }
}
