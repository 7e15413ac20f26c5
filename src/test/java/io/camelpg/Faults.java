package io.camelpg;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.connection.ConnectionPool;
import io.camelpg.error.PgException;
import io.camelpg.support.Await;
import io.camelpg.support.PgContext;
import org.apache.camel.Exchange;

/** What tests of faults look at: the failure of an exchange, the pool's figures, and what a fault left behind. */
public final class Faults {
    private Faults() {}

    public static ConnectionPool pool(PgContext pg) {
        return pool(pg, null);
    }

    static ConnectionPool pool(PgContext pg, String connection) {
        return pg.component().connections().get(connection).database().pool();
    }

    /** The failure of an exchange, which must be ours. */
    static PgException failure(Exchange exchange) {
        assertThat(exchange.getException()).isInstanceOf(PgException.class);
        return (PgException) exchange.getException();
    }

    /** The body of an exchange that must not have failed. */
    static Object body(Exchange exchange) {
        assertThat(exchange.getException()).isNull();
        return exchange.getMessage().getBody();
    }

    /** No lease is out, and on the server no transaction, no lock and no more sessions than the pool knows. */
    static void nothingIsLeft(PgContext pg) {
        Await.until("all leases are back", () -> pool(pg).active() == 0);
        Await.until("no session of ours is at work or in a transaction", () -> pg.scalar(
                        "SELECT count(*) FROM pg_stat_activity"
                                + " WHERE datname = current_database() AND application_name = 'camel-pg' AND state <> 'idle'")
                .equals("0"));
        Await.until("no lock of ours is held", () -> pg.scalar("SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a"
                        + " ON a.pid = l.pid WHERE a.datname = current_database() AND a.application_name = 'camel-pg'")
                .equals("0"));
        Await.until("the server has no session that the pool does not know", () -> sessions(pg) <= pool(pg).total());
    }

    static int sessions(PgContext pg) {
        return Integer.parseInt(pg.scalar("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                + " AND application_name = 'camel-pg'"));
    }

    /** An executor that gives every task a thread of its own: they wait for the server, and must not wait for each other. */
    static void start(Runnable task) {
        Thread thread = new Thread(task, "faults-test");
        thread.setDaemon(true);
        thread.start();
    }
}
