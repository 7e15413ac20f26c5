package io.camelpg.fault;

import java.util.concurrent.CompletableFuture;

/**
 * Something that goes wrong while operations are in flight.
 *
 * @param patient whether a stroke can take until a deadline or a restart: such are tried on all verbs in one run
 * @param fresh whether connections are cut before each stroke, because it hits those that begin
 */
record Fault(String name, boolean patient, boolean fresh, Stroke stroke, Relief relief) {

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

    static Fault of(String name, Stroke stroke) {
        return new Fault(name, false, false, stroke, scene -> {});
    }

    static Fault at(String name, Blow blow) {
        return of(name, scene -> {
            blow.fall(scene);
            return CompletableFuture.completedFuture(null);
        });
    }

    Fault lasting() {
        return new Fault(name, true, fresh, stroke, relief);
    }

    Fault onFreshConnections() {
        return new Fault(name, patient, true, stroke, relief);
    }

    Fault relievedBy(Relief relief) {
        return new Fault(name, patient, fresh, stroke, relief);
    }

    @Override
    public String toString() {
        return name;
    }
}
