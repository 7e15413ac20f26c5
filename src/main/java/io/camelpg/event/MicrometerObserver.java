package io.camelpg.event;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/**
 * The metrics of the contract. Micrometer's Prometheus registry turns the names into {@code postgres_queries_total} and
 * so on. Micrometer is optional: this class is loaded only where it is there.
 */
public final class MicrometerObserver implements Observer {
    private record Key(String connection, String operation) {}

    private static final Duration[] BUCKETS = {
        Duration.ofNanos(500_000),
        Duration.ofMillis(1),
        Duration.ofNanos(2_500_000),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30)
    };

    private record Meters(Counter queries, Timer duration, Counter rows) {}

    private final MeterRegistry registry;
    private final Map<Key, Meters> meters = new ConcurrentHashMap<>();
    private final Map<Key, Extracting> extracts = new ConcurrentHashMap<>();

    public MicrometerObserver(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Shows a pool's connections in use as {@code postgres_connections_active}. */
    public void connection(String connection, IntSupplier active) {
        Gauge.builder("postgres.connections.active", active::getAsInt)
                .description("Database connections in use")
                .tag("connection", connection)
                .strongReference(true)
                .register(registry);
    }

    /** Shows whether queries go to a connection's replica, 1 or 0, as {@code postgres_replica_in_use}. */
    public void replica(String connection, BooleanSupplier inUse) {
        Gauge.builder("postgres.replica.in.use", () -> inUse.getAsBoolean() ? 1 : 0)
                .description("Whether queries go to the replica, and not to the primary for want of it")
                .tag("connection", connection)
                .strongReference(true)
                .register(registry);
    }

    /** Shows whether a connection's listener hears, 1 or 0, as {@code postgres_listening}. */
    public void listener(String connection, BooleanSupplier listening) {
        Gauge.builder("postgres.listening", () -> listening.getAsBoolean() ? 1 : 0)
                .description("Whether notifications are heard")
                .tag("connection", connection)
                .strongReference(true)
                .register(registry);
    }

    private void count(PgEvent.Notified notified) {
        Counter.builder("postgres.notifications")
                .description("Notifications given to routes, or dropped because too many waited")
                .tag("connection", notified.connection())
                .tag("dropped", String.valueOf(notified.dropped()))
                .register(registry)
                .increment();
    }

    @Override
    public void on(PgEvent event) {
        if (event instanceof PgEvent.Notified notified) {
            count(notified);
            return;
        }
        Meters of = meters.computeIfAbsent(new Key(event.connection(), event.operation()), this::create);
        if (event instanceof PgEvent.CallEnded call) {
            of.queries().increment();
            of.duration().record(Duration.ofNanos(call.durationNanos()));
            if (call.rows() > 0) {
                of.rows().increment(call.rows());
            }
            if (call.failure() != null) {
                Counter.builder("postgres.errors")
                        .description("Errors encountered")
                        .tag("connection", call.connection())
                        .tag("operation", call.operation())
                        .tag("code", call.failure().code())
                        .register(registry)
                        .increment();
            }
        } else if (event instanceof PgEvent.StreamEnded stream) {
            of.rows().increment(stream.rows() - stream.reported());
        } else if (event instanceof PgEvent.RowEnded row) {
            Counter.builder("postgres.queue.rows")
                    .description("Rows that were claimed, by what became of them")
                    .tag("connection", row.connection())
                    .tag("operation", row.operation())
                    .tag("table", row.table())
                    .tag("outcome", row.fate())
                    .register(registry)
                    .increment();
        } else if (event instanceof PgEvent.Progress progress) {
            of.rows().increment(progress.rows());
            progress(progress);
        }
    }

    private void progress(PgEvent.Progress progress) {
        Key key = new Key(progress.connection(), progress.operation());
        extracts.computeIfAbsent(key, this::createExtract).add(progress);
    }

    /** Of verbs that tell their progress. */
    private record Extracting(Counter bytes, AtomicReference<Double> share) {
        void add(PgEvent.Progress progress) {
            bytes.increment(Math.max(0, progress.bytes()));
            share.set(progress.share());
        }
    }

    private Extracting createExtract(Key key) {
        AtomicReference<Double> share = new AtomicReference<>(Double.NaN);
        Gauge.builder("postgres.extract.progress", share, AtomicReference::get)
                .description("Share of the rows that the large result read last has given so far, as estimated")
                .tag("connection", key.connection())
                .tag("operation", key.operation())
                .strongReference(true)
                .register(registry);
        return new Extracting(
                Counter.builder("postgres.bytes.extracted")
                        .description("Bytes of values read in large results")
                        .tag("connection", key.connection())
                        .tag("operation", key.operation())
                        .register(registry),
                share);
    }

    private Meters create(Key key) {
        return new Meters(
                Counter.builder("postgres.queries")
                        .description("Operations run")
                        .tag("connection", key.connection())
                        .tag("operation", key.operation())
                        .register(registry),
                Timer.builder("postgres.query.duration")
                        .description("Time an operation took, from arguments to first rows")
                        .tag("connection", key.connection())
                        .tag("operation", key.operation())
                        .serviceLevelObjectives(BUCKETS)
                        .register(registry),
                Counter.builder("postgres.rows.extracted")
                        .description("Rows read")
                        .tag("connection", key.connection())
                        .tag("operation", key.operation())
                        .register(registry));
    }
}
