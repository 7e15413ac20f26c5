package io.camelpg.fault;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Known to be bad: Camel's SQL component on a pool, as its page tells to use it, with Spring's transactions. */
final class CamelSqlClient implements Client {
    private static final String INSERT = "sql:INSERT INTO entry (id, part) VALUES (:#id, :#part)?dataSource=#pool";

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final HikariDataSource pool;
    private final ProducerTemplate template;
    private final TransactionTemplate transaction;
    private final RawJdbcClient judge;

    CamelSqlClient(Scene scene) {
        pool = RawJdbcClient.pool(scene);
        judge = new RawJdbcClient(pool);
        transaction = new TransactionTemplate(new DataSourceTransactionManager(pool));
        context.getRegistry().bind("pool", pool);
        context.start();
        template = context.createProducerTemplate();
    }

    private void send(String uri, Object body) throws Exception {
        Exchange exchange = template.send(uri, message -> message.getMessage().setBody(body));
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
    }

    private static Map<String, Object> row(long id, int part) {
        return Map.of("id", id, "part", part);
    }

    @Override
    public String name() {
        return "camel-sql";
    }

    @Override
    public Workload insert() {
        return new Workload("insert", 1, id -> send(INSERT, row(id, 0)));
    }

    @Override
    public Workload swallowing() {
        return new Workload(
                "error swallowed",
                2,
                id -> transaction.executeWithoutResult(status -> {
                    try {
                        send(INSERT, row(id, 0));
                        send(INSERT, row(id, 1));
                    } catch (Exception e) {
                        // As doTry and doCatch have it.
                    }
                }));
    }

    /** Under autocommit, as earlier versions did it always; where the option is left out, 4.18 keeps nothing of it. */
    @Override
    public Workload bigBatch() {
        return new Workload("batch", MANY, id -> {
            List<?> rows =
                    IntStream.range(0, MANY).mapToObj(part -> row(id, part)).toList();
            send(INSERT + "&batch=true&batchAutoCommitDisabled=false", rows);
        });
    }

    @Override
    public void begin() throws Exception {
        send("sql:BEGIN?dataSource=#pool", null);
    }

    @Override
    public void archive() {
        transaction.executeWithoutResult(status -> {
            try {
                send("sql:INSERT INTO archive SELECT * FROM entry?dataSource=#pool", null);
                send("sql:DELETE FROM entry?dataSource=#pool", null);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Override
    public Answer answer(Throwable failure) {
        return judge.answer(failure);
    }

    @Override
    public boolean knows(Throwable failure) {
        return true;
    }

    @Override
    public int leased() {
        return judge.leased();
    }

    @Override
    public int open() {
        return judge.open();
    }

    @Override
    public Duration patience() {
        return judge.patience();
    }

    @Override
    public void close() {
        context.stop();
        pool.close();
    }
}
