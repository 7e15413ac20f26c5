package io.camelpg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Looks all the time at who says that it leads, and whether two do. Camel's own delays do not hide it here. */
final class LeadersWatch implements AutoCloseable {
    private static final long PAUSE_NANOS = 200_000;

    private final List<LeaderInstance> instances;
    private final AtomicLong looks = new AtomicLong();
    private final AtomicLong several = new AtomicLong();
    private final Thread thread;
    private volatile boolean ended;

    LeadersWatch(LeaderInstance... instances) {
        this.instances = Arrays.asList(instances);
        thread = new Thread(this::look, "leaders-watch");
        thread.setDaemon(true);
        thread.start();
    }

    private void look() {
        while (!ended) {
            if (instances.stream().filter(LeaderInstance::leads).count() > 1) {
                several.incrementAndGet();
            }
            looks.incrementAndGet();
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    @Override
    public void close() throws InterruptedException {
        ended = true;
        thread.join();
        assertThat(looks.get()).isGreaterThan(100);
        assertThat(several.get()).as("looks at which two led, of %s", looks).isZero();
    }
}
