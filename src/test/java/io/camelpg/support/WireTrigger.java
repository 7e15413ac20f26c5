package io.camelpg.support;

import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/** What a proxy does, once, at the first message that fits. */
record WireTrigger(Predicate<WireMessage> when, Action action, CompletableFuture<WireMessage> fired) {

    enum Action {
        WATCH {
            @Override
            void run(WireConnection connection) {}
        },
        CUT {
            @Override
            void run(WireConnection connection) {
                connection.cut();
            }
        },
        STALL {
            @Override
            void run(WireConnection connection) {
                connection.stall();
            }
        };

        abstract void run(WireConnection connection);
    }
}
