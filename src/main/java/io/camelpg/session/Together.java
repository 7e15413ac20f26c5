package io.camelpg.session;

import io.camelpg.connection.BackgroundThreads;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Work that waits for servers, side by side: one that does not answer does not keep the others. */
public final class Together {
    /** Longer than any of it takes by itself: nobody waits for ever for a thread that hangs. */
    private static final long PATIENCE_SECONDS = 10;

    private Together() {}

    /** Returns when all of it has ended, or the thread is interrupted. */
    public static void run(List<Runnable> work) {
        if (work.size() == 1) {
            work.get(0).run();
            return;
        }
        CountDownLatch ended = new CountDownLatch(work.size());
        for (Runnable each : work) {
            BackgroundThreads.asideOrHere(
                    () -> {
                        try {
                            each.run();
                        } finally {
                            ended.countDown();
                        }
                    },
                    "camel-pg-stop");
        }
        try {
            ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
