package io.camelpg.operation.listen;

import io.camelpg.connection.Notification;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a listener is told, in this order. */
public sealed interface Delivery {
    /** Somebody notified. */
    record Notified(Notification notification) implements Delivery {}

    /**
     * From here on nothing is missed.
     *
     * @param away for how long something may have been, which is longer than the connection was away where its loss was
     *     noticed late; null for the first time
     */
    record Listening(@Nullable Duration away) implements Delivery {}

    /** So many notifications were dropped here, because too much was waiting. */
    record Dropped(long notifications) implements Delivery {}
}
