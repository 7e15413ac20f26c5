package io.camelpg.operation;

import io.camelpg.session.Database;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

/** The coalescers of an operation, one for each database that it is called on. Thread-safe. */
public final class Coalescers {
    private static final int SEATS = 256;

    private final Map<Database, Coalescer> byDatabase = new ConcurrentHashMap<>();
    private final int mostFlights;
    private final Executor executor;
    private final BiConsumer<Database, List<CoalescedCall>> flight;

    /**
     * @param mostFlights how many may be under way at once; fewer where they would take more than half of the pool
     * @param flight gives every call its outcome or its failure; throws nothing
     */
    public Coalescers(int mostFlights, Executor executor, BiConsumer<Database, List<CoalescedCall>> flight) {
        this.mostFlights = mostFlights;
        this.executor = executor;
        this.flight = flight;
    }

    /** As {@link Coalescer#submit}, on that database. */
    public boolean submit(Database database, CoalescedCall call) {
        return byDatabase.computeIfAbsent(database, this::coalescer).submit(call);
    }

    private Coalescer coalescer(Database database) {
        int half = database.pool().profile().pool().maxConnections() / 2;
        return new Coalescer(
                Math.max(1, Math.min(mostFlights, half)), SEATS, executor, calls -> flight.accept(database, calls));
    }
}
