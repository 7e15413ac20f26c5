package io.camelpg.bench;

import io.camelpg.app.CustomerApplication;
import java.util.List;
import java.util.Map;

/** The webhook of the customer sync: signed, checked, recognized when it comes again, written, and noted in the outbox. */
final class Webhook {
    private final BenchServer server;

    private Webhook(BenchServer server) {
        this.server = server;
    }

    static Workload workload(BenchServer server) {
        WebhookPeers peers = new WebhookPeers(server);
        WebhookContender limit = peers.checked();
        return new Workload(
                "W9H",
                "A customer by webhook: signature, event, newer version, outbox; durable; without HTTP's own cost",
                Workload.Drive.THREADS,
                List.of(1, 8, 32),
                WebhookContender.CUSTOMERS,
                (contender, key, answer) -> {
                    if (!answer.equals(200)) {
                        throw new WrongAnswer(contender + " answered " + answer);
                    }
                },
                limit.name(),
                List.of(
                        limit,
                        new Webhook(server).own(),
                        peers.sql("camel-sql, the same work", "sql_", ""),
                        peers.sql("camel-sql parametersCount, the same work", "tuned_", "&parametersCount="),
                        peers.kamelet()));
    }

    private WebhookContender own() {
        return new WebhookContender(
                "camel-pg",
                "routes/customer-sync.camel.yaml with routes/application.properties",
                server,
                "customers",
                http -> CustomerApplication.start(WebhookContender.SECRET, http, properties()));
    }

    private Map<String, String> properties() {
        return Map.of(
                "camel.component.pg.host",
                "127.0.0.1",
                "camel.component.pg.port",
                Integer.toString(server.port()),
                "camel.component.pg.database",
                BenchServer.DATABASE,
                "camel.component.pg.username",
                BenchServer.USER,
                "camel.component.pg.ssl-mode",
                "disable",
                "camel.component.pg.max-connections",
                Integer.toString(BenchServer.POOL_SIZE));
    }
}
