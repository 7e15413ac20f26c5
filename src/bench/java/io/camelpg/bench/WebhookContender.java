package io.camelpg.bench;

import io.camelpg.app.CustomerApplication;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.apache.camel.Exchange;

/** A route behind a webhook: each call is an event of its own with a newer version of a customer, signed. */
final class WebhookContender implements Contender {
    static final String PATH = "/webhooks/crm/customers";
    static final String SECRET = "try-me";
    static final int CUSTOMERS = 10_000;

    private static final Instant FIRST = Instant.parse("2020-01-01T00:00:00Z");

    private final String name;
    private final String how;
    private final BenchServer server;
    private final String table;
    private final Application application;
    private final InProcessHttp http = new InProcessHttp();
    private final AtomicLong versions = new AtomicLong();
    private final AtomicLongArray newest = new AtomicLongArray(CUSTOMERS + 1);
    private AutoCloseable running = () -> {};

    /** What serves the path. */
    interface Application {
        AutoCloseable start(InProcessHttp http) throws Exception;
    }

    /** @param table of the customers, which may be that of others as well; null where nothing is written */
    WebhookContender(String name, String how, BenchServer server, String table, Application application) {
        this.name = name;
        this.how = how;
        this.server = server;
        this.table = table;
        this.application = application;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String how() {
        return how;
    }

    @Override
    public void start() throws Exception {
        running = application.start(http);
    }

    /** Gives the status, 200 where a route says nothing else. */
    @Override
    public Object call(long key) throws Exception {
        long version = versions.incrementAndGet();
        byte[] body = ("{\"id\":" + key + ",\"name\":\"Customer " + key + "\",\"email\":\"c" + key
                        + "@example.com\",\"city\":\"Bern\",\"updated_at\":\"" + FIRST.plusMillis(version) + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        Exchange exchange = http.post(
                PATH,
                body,
                Map.of(
                        "Content-Type",
                        "application/json",
                        "X-Event-Id",
                        "evt-" + version,
                        "X-Signature-256",
                        CustomerApplication.sign(SECRET, body)));
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
        newest.accumulateAndGet((int) key, version, Math::max);
        return exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 200, Integer.class);
    }

    /** Of each customer the newest version is there. */
    @Override
    public void verify(long operations) throws Exception {
        if (table == null) {
            return;
        }
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id, updated_at FROM " + table)) {
            int found = 0;
            while (rows.next()) {
                int id = rows.getInt(1);
                Instant stored = rows.getTimestamp(2).toInstant();
                if (!stored.equals(FIRST.plusMillis(newest.get(id)))) {
                    throw new WrongAnswer(name + ": customer " + id + " is of " + stored);
                }
                found++;
            }
            long expected = 0;
            for (int id = 1; id <= CUSTOMERS; id++) {
                expected += newest.get(id) > 0 ? 1 : 0;
            }
            if (found != expected) {
                throw new WrongAnswer(name + ": " + found + " customers of " + expected);
            }
        }
    }

    @Override
    public void close() throws Exception {
        running.close();
    }
}
