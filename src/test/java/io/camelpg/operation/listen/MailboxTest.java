package io.camelpg.operation.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.connection.Notification;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What waits for a route stays in order and bounded, and what did not fit is told in its place. */
class MailboxTest {
    private static Notification notification(String payload) {
        return new Notification("orders", payload, 1);
    }

    private static List<Delivery> all(Mailbox mailbox) throws InterruptedException {
        List<Delivery> all = new ArrayList<>();
        for (Delivery next = mailbox.take(0); next != null; next = mailbox.take(0)) {
            all.add(next);
        }
        return all;
    }

    @Test
    void whatDoesNotFitIsToldWhereItWouldHaveBeen() throws InterruptedException {
        Mailbox mailbox = new Mailbox(300);
        assertThat(mailbox.put(notification("a"))).isTrue();
        assertThat(mailbox.put(notification("b"))).isTrue();
        assertThat(mailbox.put(notification("c"))).isFalse();
        assertThat(mailbox.put(notification("d"))).isFalse();
        assertThat(mailbox.size()).isEqualTo(3);
        assertThat(mailbox.take(0)).isEqualTo(new Delivery.Notified(notification("a")));
        assertThat(mailbox.put(notification("e"))).isTrue();
        assertThat(all(mailbox))
                .containsExactly(
                        new Delivery.Notified(notification("b")),
                        new Delivery.Dropped(2),
                        new Delivery.Notified(notification("e")));
        assertThat(mailbox.size()).isZero();
    }

    @Test
    void aLossAtTheEndIsToldAsSoonAsTheRestIsTaken() throws InterruptedException {
        Mailbox mailbox = new Mailbox(1);
        assertThat(mailbox.put(notification("of any size"))).isTrue();
        assertThat(mailbox.put(notification("x"))).isFalse();
        assertThat(all(mailbox))
                .containsExactly(new Delivery.Notified(notification("of any size")), new Delivery.Dropped(1));
    }

    @Test
    void connectionsThatNobodyHasReadOfBecomeOne() throws InterruptedException {
        Mailbox mailbox = new Mailbox(1000);
        mailbox.put(new Delivery.Listening(Duration.ofSeconds(1)));
        mailbox.put(new Delivery.Listening(Duration.ofSeconds(2)));
        mailbox.put(notification("a"));
        mailbox.put(new Delivery.Listening(Duration.ofSeconds(4)));
        assertThat(all(mailbox))
                .containsExactly(
                        new Delivery.Listening(Duration.ofSeconds(3)),
                        new Delivery.Notified(notification("a")),
                        new Delivery.Listening(Duration.ofSeconds(4)));
    }

    @Test
    void closedItForgetsAndTakesNothing() throws InterruptedException {
        Mailbox mailbox = new Mailbox(1000);
        mailbox.put(notification("a"));
        mailbox.close();
        assertThat(mailbox.put(notification("b"))).isFalse();
        mailbox.put(new Delivery.Listening(null));
        assertThat(all(mailbox)).isEmpty();
        assertThat(mailbox.isClosed()).isTrue();
    }
}
