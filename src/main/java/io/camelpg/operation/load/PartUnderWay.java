package io.camelpg.operation.load;

import io.camelpg.connection.BackgroundThreads;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A part of the rows on its way to the server while the next ones are read: the one needs the network and the server, the
 * other the source. The session is the part's from {@link #begin} to {@link #await}. Used by one thread.
 */
final class PartUnderWay {
    private @Nullable FutureTask<Long> writing;

    /** The part before has been awaited. */
    void begin(LongSupplier write) {
        FutureTask<Long> task = new FutureTask<>(write::getAsLong);
        BackgroundThreads.asideOrHere(task, "camel-pg-load");
        writing = task;
    }

    /**
     * Waits for its end. Whoever is interrupted meanwhile is so afterwards.
     *
     * @return how many rows were written; 0 where nothing is under way
     * @throws RuntimeException what it failed with
     */
    long await() {
        FutureTask<Long> task = writing;
        writing = null;
        boolean interrupted = false;
        try {
            while (task != null) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            return 0;
        } catch (ExecutionException e) {
            throw thrown(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Waits for what is still under way after something else has failed, whose failure counts. */
    void settle(Throwable failure) {
        try {
            await();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private static RuntimeException thrown(@Nullable Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException failure ? failure : new IllegalStateException(cause);
    }
}
