package io.camelpg.fault;

import io.camelpg.Faults;
import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.support.PgContext;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;

/** This component: a line for each way to use it. */
final class PgClient implements Client {
    /** Deadline of every call. */
    static final int TIMEOUT_MILLIS = 700;

    static final int CONNECTIONS = 4;
    private static final int ROWS = 300;

    private final PgContext pg;

    PgClient(Scene scene) throws Exception {
        pg = PgContext.on(Scene.DATABASE, scene.proxy().port(), connection -> {
            connection.setUsername(Scene.USER);
            connection.setMaxConnections(CONNECTIONS);
            connection.setStatementTimeout(TIMEOUT_MILLIS);
            connection.setSslMode("disable");
        });
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:stream")
                        .to("pg:query?outputType=ndjson&sql=SELECT id, payload FROM fixed WHERE id < :rows")
                        .convertBodyTo(String.class);
            }
        });
    }

    @Override
    public String name() {
        return "camel-pg";
    }

    @Override
    public List<Workload> workloads() {
        return List.of(
                new Workload("query", 0, id -> {
                    long row = id % 1000;
                    String uri = "pg:query?outputType=scalar&sql=SELECT payload FROM fixed WHERE id = :row";
                    Workload.same(
                            "payload " + row,
                            sent(uri, Map.of("row", row)).getMessage().getBody());
                }),
                new Workload("query, a list", 0, id -> {
                    String uri = "pg:query?sql=SELECT id FROM fixed WHERE id < :rows ORDER BY id";
                    Workload.same(
                            IntStream.range(0, ROWS)
                                    .mapToObj(row -> Map.of("id", row))
                                    .toList(),
                            sent(uri, Map.of("rows", ROWS)).getMessage().getBody());
                }),
                new Workload("query, a stream", 0, id -> {
                    String lines = sent("direct:stream", Map.of("rows", ROWS))
                            .getMessage()
                            .getBody(String.class);
                    Workload.same((long) ROWS, lines.lines().count());
                }),
                new Workload(
                        "execute",
                        1,
                        id -> updated(
                                1,
                                sent("pg:execute?sql=INSERT INTO entry (id, part) VALUES (:id, 0)", Map.of("id", id)))),
                new Workload("execute, RETURNING", 1, id -> {
                    String uri =
                            "pg:execute?outputType=scalar&sql=INSERT INTO entry (id, part) VALUES (:id, 0) RETURNING id";
                    Workload.same(id, sent(uri, Map.of("id", id)).getMessage().getBody());
                }),
                new Workload(
                        "execute, checked",
                        1,
                        id -> updated(
                                1,
                                sent(
                                        "pg:execute?expectedUpdateCount=1&sql=INSERT INTO entry (id, part) VALUES (:id, 0)",
                                        Map.of("id", id)))),
                new Workload(
                        "execute, counting",
                        1,
                        id -> updated(
                                1,
                                sent(
                                        "pg:execute?sql=WITH e AS (INSERT INTO entry VALUES (:id, 0, true) RETURNING id)"
                                                + " UPDATE counter SET n = n + 1 FROM e WHERE k = e.id % 10",
                                        Map.of("id", id)))),
                new Workload(
                        "execute, a batch",
                        5,
                        id -> updated(
                                5,
                                sent(
                                        "pg:execute?batch=true&batchSize=2&sql=INSERT INTO entry (id, part) VALUES ($1, $2)",
                                        LongStream.range(0, 5)
                                                .mapToObj(part -> List.of(id, part))
                                                .toList()))));
    }

    private Exchange sent(String uri, Object body) throws Exception {
        Exchange exchange = pg.send(uri, body);
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
        return exchange;
    }

    private static void updated(long rows, Exchange exchange) {
        Workload.same(rows, exchange.getMessage().getHeader("CamelPgUpdateCount"));
    }

    /** PG-404 is the only code that leaves it open: all others promise that sending it again cannot do it twice. */
    @Override
    public Answer answer(Throwable failure) {
        PgException known = own(failure);
        return known != null && known.errorCode() == PgErrorCode.OUTCOME_UNKNOWN ? Answer.UNKNOWN : Answer.NOT_DONE;
    }

    @Override
    public boolean knows(Throwable failure) {
        return own(failure) != null;
    }

    /** Camel wraps what a type converter meets, such as the failure of a stream that it reads. */
    private static PgException own(Throwable failure) {
        Throwable cause = failure;
        while (cause != null && !(cause instanceof PgException)) {
            cause = cause.getCause();
        }
        return (PgException) cause;
    }

    PgContext context() {
        return pg;
    }

    @Override
    public int leased() {
        return Faults.pool(pg).active();
    }

    @Override
    public int open() {
        return Faults.pool(pg).total();
    }

    @Override
    public void close() {
        pg.close();
    }
}
