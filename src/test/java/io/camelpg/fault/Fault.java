package io.camelpg.fault;

import java.util.concurrent.CompletableFuture;

/**
 * Something that goes wrong while operations are in flight.
 *
 * @param fresh whether connections are cut before each stroke, because it hits those that begin
 */
record Fault(String name, Pace pace, boolean fresh, Stroke stroke, Relief relief) {

    /** How long a stroke can take, and with that, how many a run of the build can have. */
    enum Pace {
        /** Two for each verb, whose turn it is by then. */
        INSTANT(28),
        /** While all verbs are in flight. */
        BRIEF(8),
        /** Until a deadline has passed, or a server is back; while all verbs are in flight. */
        LASTING(3);

        private final int strokes;

        Pace(int strokes) {
            this.strokes = strokes;
        }

        int strokes() {
            return strokes;
        }
    }

    interface Stroke {
        /**
         * Strikes once, or arranges for it to happen at a message that is yet to come.
         *
         * @return done when it has happened
         */
        CompletableFuture<?> strike(Scene scene) throws Exception;
    }

    interface Relief {
        /** Puts right what would stay wrong. */
        void relieve(Scene scene) throws Exception;
    }

    /** A stroke that happens there and then. */
    interface Blow {
        void fall(Scene scene) throws Exception;
    }

    /** At a message. */
    static Fault of(String name, Stroke stroke) {
        return new Fault(name, Pace.INSTANT, false, stroke, scene -> {});
    }

    /** At any time. */
    static Fault at(String name, Blow blow) {
        Stroke stroke = scene -> {
            blow.fall(scene);
            return CompletableFuture.completedFuture(null);
        };
        return new Fault(name, Pace.BRIEF, false, stroke, scene -> {});
    }

    Fault lasting() {
        return new Fault(name, Pace.LASTING, fresh, stroke, relief);
    }

    Fault onFreshConnections() {
        return new Fault(name, pace, true, stroke, relief);
    }

    Fault relievedBy(Relief relief) {
        return new Fault(name, pace, fresh, stroke, relief);
    }

    @Override
    public String toString() {
        return name;
    }
}
