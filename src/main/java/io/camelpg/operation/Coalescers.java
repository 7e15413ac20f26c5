package io.camelpg.operation;

import io.camelpg.session.Database;
import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The coalescers of an operation, one for each database that it is called on. What nobody else knows any more is not kept:
 * a coalescer knows its database only by the calls it has. Thread-safe.
 */
public final class Coalescers {
    private static final int SEATS = 256;

    /** The one that was asked for last: most operations have only one. */
    private record Last(WeakReference<Database> database, Coalescer coalescer) {}

    private final Map<Database, Coalescer> byDatabase = Collections.synchronizedMap(new WeakHashMap<>());
    private volatile @Nullable Last last;
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
        call.on(database);
        Last recent = last;
        if (recent == null || !recent.database().refersTo(database)) {
            recent = new Last(new WeakReference<>(database), byDatabase.computeIfAbsent(database, this::coalescer));
            last = recent;
        }
        return recent.coalescer().submit(call);
    }

    private Coalescer coalescer(Database database) {
        int half = database.pool().profile().pool().maxConnections() / 2;
        return new Coalescer(
                Math.max(1, Math.min(mostFlights, half)),
                SEATS,
                executor,
                calls -> flight.accept(calls.get(0).database(), calls));
    }
}
