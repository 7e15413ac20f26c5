package io.camelpg.operation.listen;

import io.camelpg.connection.Notification;
import io.camelpg.sql.ChannelName;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One who listens. Its state belongs to the {@link Listener}, which guards it. */
public final class Subscription {
    private final List<ChannelName> channels;
    private final Mailbox mailbox;
    private final Runnable dropped;
    /** Since when it may have missed something; null where it has never listened. */
    private @Nullable Long missingSinceNanos;

    private boolean active;

    /**
     * @param dropped is told of each notification for which there is no room
     * @param missingSinceNanos when it listened last, on the scale of {@link System#nanoTime()}; null for never
     */
    public Subscription(
            List<ChannelName> channels, Mailbox mailbox, Runnable dropped, @Nullable Long missingSinceNanos) {
        this.channels = List.copyOf(channels);
        this.mailbox = mailbox;
        this.dropped = dropped;
        this.missingSinceNanos = missingSinceNanos;
    }

    List<ChannelName> channels() {
        return channels;
    }

    @Nullable
    Long missingSinceNanos() {
        return missingSinceNanos;
    }

    boolean isActive() {
        return active;
    }

    /** Its channels are listened to from now on. */
    void activate() {
        active = true;
        Long since = missingSinceNanos;
        mailbox.put(new Delivery.Listening(since == null ? null : Duration.ofNanos(System.nanoTime() - since)));
    }

    /** Its channels are not listened to since then, at the latest. */
    void deactivate(long nanos) {
        if (active) {
            active = false;
            missingSinceNanos = nanos;
        }
    }

    void notified(Notification notification) {
        if (active
                && channels.stream().anyMatch(channel -> channel.name().equals(notification.channel()))
                && !mailbox.put(notification)) {
            dropped.run();
        }
    }
}
