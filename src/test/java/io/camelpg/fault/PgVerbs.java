package io.camelpg.fault;

import static io.camelpg.fault.Workload.same;

import io.camelpg.support.PgContext;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;

/** A workload for each way to use this component. */
final class PgVerbs extends RouteBuilder {
    private static final int ROWS = 300;
    private static final String INSERT = "INSERT INTO entry (id, part) VALUES (:id, %d)";
    /** From one account to another, the rows in no particular order: deadlocks are part of it. */
    private static final String TRANSFER = "UPDATE account SET balance = balance - 1 WHERE id = :id::bigint % 10;"
            + " UPDATE account SET balance = balance + 1 WHERE id = (:id::bigint * 7 + 3) % 10;"
            + " INSERT INTO entry (id, part) VALUES (:id, 0); INSERT INTO entry (id, part) VALUES (:id, 1)";

    private final PgContext pg;

    PgVerbs(PgContext pg) throws Exception {
        this.pg = pg;
        pg.camel().addRoutes(this);
    }

    @Override
    public void configure() {
        from("direct:stream")
                .to("pg:query?outputType=ndjson&sql=SELECT id, payload FROM fixed WHERE id < :rows")
                .convertBodyTo(String.class);
        from("direct:scope")
                .transacted()
                .to("pg:execute?sql=" + INSERT.formatted(0))
                .to("pg:query?outputType=scalar&sql=SELECT count(*) FROM entry WHERE id = :id")
                .process(exchange -> same(1L, exchange.getMessage().getBody()))
                .to("pg:execute?sql=" + INSERT.formatted(1));
        from("direct:swallowing-scope")
                .transacted()
                .to("pg:execute?sql=" + INSERT.formatted(0))
                .doTry()
                .to("pg:execute?sql=" + INSERT.formatted(1))
                .doCatch(Exception.class)
                .end();
    }

    List<Workload> all() {
        return List.of(
                new Workload("query", 0, id -> query("", id)),
                new Workload("query, coalesced", 0, id -> query("coalesce=true&", id)),
                new Workload("query, a list", 0, this::list),
                new Workload("query, a stream", 0, this::stream),
                new Workload("execute", 1, id -> inserted("", id)),
                new Workload("execute, RETURNING", 1, this::returning),
                new Workload("execute, checked", 1, id -> inserted("expectedUpdateCount=1&", id)),
                new Workload("execute, counting", 1, id -> counting("", id)),
                new Workload("execute, coalesced", 1, id -> inserted("coalesce=true&", id)),
                new Workload("execute, counting, coalesced", 1, id -> counting("coalesce=true&", id)),
                batchOf(5),
                new Workload("upsert", 1, id -> upsert("", id, 1)),
                new Workload("upsert, coalesced", 1, id -> upsert("?coalesce=true", id, 1)),
                new Workload("upsert, several", 3, id -> upsert("", id, 3)),
                new Workload("upsert, bad rows rejected", 3, id -> upsert("?badRows=reject", id, 3)),
                new Workload("transaction", 2, this::transfer),
                new Workload("transaction, serializable", 2, this::serializable),
                new Workload("transacted scope", 2, id -> sent("direct:scope", null, Map.of("id", id))));
    }

    Workload workload(String name) {
        return all().stream()
                .filter(workload -> workload.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** A scope of which a step's error is caught: never acknowledged where that step failed. */
    Workload swallowing() {
        return new Workload("scope, error swallowed", 2, id -> sent("direct:swallowing-scope", null, Map.of("id", id)));
    }

    private void query(String options, long id) throws Exception {
        long row = id % 1000;
        String uri = "pg:query?" + options + "outputType=scalar&sql=SELECT payload FROM fixed WHERE id = :row";
        same("payload " + row, sent(uri, Map.of("row", row)).getMessage().getBody());
    }

    private void list(long id) throws Exception {
        String uri = "pg:query?sql=SELECT id FROM fixed WHERE id < :rows ORDER BY id";
        List<?> expected =
                IntStream.range(0, ROWS).mapToObj(row -> Map.of("id", row)).toList();
        same(expected, sent(uri, Map.of("rows", ROWS)).getMessage().getBody());
    }

    private void stream(long id) throws Exception {
        String lines = sent("direct:stream", Map.of("rows", ROWS)).getMessage().getBody(String.class);
        same((long) ROWS, lines.lines().count());
    }

    private void inserted(String options, long id) throws Exception {
        updated(1, sent("pg:execute?" + options + "sql=" + INSERT.formatted(0), Map.of("id", id)));
    }

    private void returning(long id) throws Exception {
        String uri = "pg:execute?outputType=scalar&sql=" + INSERT.formatted(0) + " RETURNING id";
        same(id, sent(uri, Map.of("id", id)).getMessage().getBody());
    }

    private void counting(String options, long id) throws Exception {
        String sql = "WITH e AS (INSERT INTO entry VALUES (:id, 0, true) RETURNING id)"
                + " UPDATE counter SET n = n + 1 FROM e WHERE k = e.id % 10";
        updated(1, sent("pg:execute?" + options + "sql=" + sql, Map.of("id", id)));
    }

    /** A batch in several portions. */
    Workload batchOf(int parts) {
        String uri = "pg:execute?" + (parts < 100 ? "" : "timeout=20000&") + "batch=true&batchSize=" + parts / 2
                + "&sql=INSERT INTO entry (id, part) VALUES ($1, $2)";
        return new Workload("execute, a batch", parts, id -> {
            List<List<Long>> rows = LongStream.range(0, parts)
                    .mapToObj(part -> List.of(id, part))
                    .toList();
            updated(parts, sent(uri, rows));
        });
    }

    void archive() throws Exception {
        sent(
                "pg:execute?timeout=20000&sql=WITH moved AS (DELETE FROM entry RETURNING id, part, counted)"
                        + " INSERT INTO archive (id, part, counted) SELECT id, part, counted FROM moved",
                null);
    }

    /** A trigger notes each row that is written. */
    private void upsert(String options, long id, int parts) throws Exception {
        List<Map<String, Object>> rows = LongStream.range(0, parts)
                .mapToObj(part -> Map.<String, Object>of("id", id * 100 + part, "name", "thing", "n", part))
                .toList();
        Message answer = sent("pg:upsert:thing" + options, rows).getMessage();
        if (answer.getHeader("CamelPgRejectedRows", List.class) instanceof List<?> rejected && !rejected.isEmpty()) {
            same(parts, rejected.size());
            throw new Workload.Refused(rejected);
        }
        same((long) parts, answer.getHeader("CamelPgInsertedCount"));
    }

    private void transfer(long id) throws Exception {
        sent("pg:transaction?sql=" + TRANSFER, Map.of("id", id));
    }

    private void serializable(long id) throws Exception {
        sent("pg:transaction?isolation=serializable&sql=" + TRANSFER, Map.of("id", id));
    }

    private Exchange sent(String uri, Object body) throws Exception {
        return sent(uri, body, Map.of());
    }

    private Exchange sent(String uri, Object body, Map<String, Object> headers) throws Exception {
        Exchange exchange = pg.send(uri, body, headers);
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
        return exchange;
    }

    private static void updated(long rows, Exchange exchange) {
        same(rows, exchange.getMessage().getHeader("CamelPgUpdateCount"));
    }
}
