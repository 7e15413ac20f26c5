package io.camelpg.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Who is tried first. */
class HostOrderTest {
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);

    private void pass(int seconds) {
        clock.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }

    @Test
    void theOneThatWorkedStaysInFront() {
        HostOrder order = new HostOrder(3, true, clock::get);
        assertThat(order.turns()).containsExactly(0, 1, 2);
        order.worked(1);
        pass(3600);
        assertThat(order.turns()).containsExactly(1, 0, 2);
        assertThat(order.latest()).isEqualTo(1);
        order.worked(0);
        assertThat(order.turns()).containsExactly(0, 1, 2);
    }

    @Test
    void whereTheOrderIsAPreferenceItHolds() {
        HostOrder order = new HostOrder(3, false, clock::get);
        order.worked(2);
        assertThat(order.turns()).containsExactly(0, 1, 2);
        assertThat(order.latest()).isEqualTo(2);
    }

    @Test
    void oneThatHungComesLastForHalfAMinute() {
        HostOrder order = new HostOrder(3, true, clock::get);
        order.worked(0);
        order.hung(0);
        assertThat(order.turns()).containsExactly(1, 2, 0);
        order.hung(1);
        assertThat(order.turns()).containsExactly(2, 0, 1);
        pass(29);
        assertThat(order.turns()).containsExactly(2, 0, 1);
        pass(2);
        assertThat(order.turns()).containsExactly(0, 1, 2);
    }

    @Test
    void oneThatWorksAgainNeedNotWait() {
        HostOrder order = new HostOrder(2, false, clock::get);
        order.hung(0);
        assertThat(order.turns()).containsExactly(1, 0);
        order.worked(0);
        assertThat(order.turns()).containsExactly(0, 1);
    }
}
