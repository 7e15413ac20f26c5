package io.camelpg.fault;

import io.camelpg.support.Await;
import io.camelpg.support.OwnPostgres;
import io.camelpg.support.WireProxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Where it happens: a server of its own with the ledger in it, a network that can fail, and an administrator. */
final class Scene implements AutoCloseable {
    static final String DATABASE = "postgres";
    /** The same every time; threads differ enough. */
    private static final long SEED = 20261121;

    /** No superuser, as in production; limits of roles do not hold for those. */
    static final String USER = "app";

    private final OwnPostgres server;
    private final WireProxy proxy;
    private final Ledger ledger = new Ledger();
    private final Set<Thread> callers = ConcurrentHashMap.newKeySet();
    private final Random random = new Random(SEED);
    private Connection admin;

    Scene() {
        // What was committed survives a crash, and nothing else does.
        server = OwnPostgres.started(settings -> settings.setServerConfig("max_connections", "40")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("wal_writer_delay", "10s")
                .setServerConfig("autovacuum", "off")
                .setServerConfig("deadlock_timeout", "30ms")
                .setServerConfig("log_min_messages", "fatal"));
        server.execute("CREATE ROLE " + USER + " LOGIN");
        proxy = WireProxy.to(server.port());
        sql(Ledger.SCHEMA);
    }

    OwnPostgres server() {
        return server;
    }

    WireProxy proxy() {
        return proxy;
    }

    Ledger ledger() {
        return ledger;
    }

    /** The threads that call the client now. */
    Set<Thread> callers() {
        return callers;
    }

    /** From 0 to below the limit. */
    int chance(int limit) {
        return random.nextInt(limit);
    }

    private Connection admin() throws SQLException {
        if (admin == null || admin.isClosed()) {
            admin = DriverManager.getConnection(
                    "jdbc:postgresql://localhost:" + server.port() + "/" + DATABASE + "?ApplicationName=admin",
                    "postgres",
                    "");
        }
        return admin;
    }

    /** Starts the server again, whether it runs or not. */
    void startAgain() {
        server.startAgain();
        forgetAdmin();
    }

    /** The administrator's session died with the server. */
    synchronized void forgetAdmin() {
        try (Connection lost = admin) {
            admin = null;
        } catch (SQLException e) {
            // There is nothing left to close.
        }
    }

    /** Waits until a server that is about to lose all its sessions takes connections again. */
    void awaitRecovery() {
        Await.until("sessions are lost", () -> !isAnswering());
        Await.until("the server is back", () -> {
            forgetAdmin();
            return isAnswering();
        });
    }

    private boolean isAnswering() {
        try {
            scalar("SELECT 1");
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    /** As {@code server_version_num}. */
    int version() {
        return Integer.parseInt(scalar("SHOW server_version_num"));
    }

    /** Lets the calls go on for a while. */
    void pause(int millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** Runs statements as the administrator, past the proxy. */
    synchronized void sql(String sql) {
        try (Statement statement = admin().createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            forgetAdmin();
            throw new IllegalStateException(sql, e);
        }
    }

    /** The single value of a query of the administrator, as text. */
    String scalar(String sql) {
        return String.valueOf(rows(sql).get(0).get(0));
    }

    synchronized List<List<Object>> rows(String sql) {
        try (Statement statement = admin().createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<List<Object>> rows = new ArrayList<>();
            while (result.next()) {
                List<Object> row = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.add(result.getObject(i));
                }
                rows.add(row);
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    @Override
    public void close() throws SQLException {
        proxy.close();
        admin().close();
        server.close();
    }
}
