package io.camelpg.operation;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Looks, as long as there is anything to look at, whether calls wait for what follows another one in its route, which may
 * take long or wait for one of them. Thread-safe.
 */
final class TellingWatch {
    private static final Executor LATER = CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS, Runnable::run);

    private final Set<Telling> tellings = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean looking = new AtomicBoolean();
    private final Consumer<Telling> help;
    private final BooleanSupplier depart;

    /**
     * @param help has another thread tell those that are left; does not wait
     * @param depart has the next flight leave, if calls wait for one; does not wait, and says whether they still do
     */
    TellingWatch(Consumer<Telling> help, BooleanSupplier depart) {
        this.help = help;
        this.depart = depart;
    }

    void watch(Telling telling) {
        tellings.add(telling);
        watch();
    }

    /** There are calls that the thread which tells others is to fly. */
    void watch() {
        if (looking.compareAndSet(false, true)) {
            LATER.execute(this::look);
        }
    }

    private void look() {
        tellings.removeIf(telling -> telling.left() == 0);
        tellings.stream().filter(Telling::stands).forEach(help);
        if (depart.getAsBoolean() || !tellings.isEmpty()) {
            LATER.execute(this::look);
            return;
        }
        looking.set(false);
        if (depart.getAsBoolean() || !tellings.isEmpty()) {
            watch();
        }
    }
}
