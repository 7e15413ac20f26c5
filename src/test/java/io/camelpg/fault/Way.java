package io.camelpg.fault;

import static io.camelpg.support.WireMessage.Sender.CLIENT;
import static io.camelpg.support.WireMessage.Sender.SERVER;

import io.camelpg.support.WireAction;
import io.camelpg.support.WireConnection;
import io.camelpg.support.WirePlace;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What happens to a connection at a message. */
enum Way {
    CUT("cut before", WirePlace.BEFORE, false) {
        @Override
        WireAction action(Scene scene) {
            return WireConnection::cut;
        }
    },
    CUT_WITHIN("cut within", WirePlace.MIDDLE, false) {
        @Override
        WireAction action(Scene scene) {
            return WireConnection::cut;
        }
    },
    CUT_AFTER("cut after", WirePlace.AFTER, false) {
        @Override
        WireAction action(Scene scene) {
            return WireConnection::cut;
        }
    },
    HANG_UP("closed in order before", WirePlace.BEFORE, false) {
        @Override
        WireAction action(Scene scene) {
            return WireConnection::hangUp;
        }
    },
    TERMINATE("backend terminated before", WirePlace.BEFORE, false) {
        @Override
        WireAction action(Scene scene) {
            return connection -> scene.sql("SELECT pg_terminate_backend(" + connection.backend() + ")");
        }
    },
    TERMINATE_AFTER("backend terminated after", WirePlace.AFTER, false) {
        @Override
        WireAction action(Scene scene) {
            return connection -> scene.sql("SELECT pg_terminate_backend(" + connection.backend() + ")");
        }
    },
    CANCEL("backend told to cancel after", WirePlace.AFTER, false) {
        @Override
        WireAction action(Scene scene) {
            return connection -> scene.sql("SELECT pg_cancel_backend(" + connection.backend() + ")");
        }
    },
    SWALLOW("black hole in both directions before", WirePlace.BEFORE, true) {
        @Override
        WireAction action(Scene scene) {
            return connection -> {
                connection.hold(CLIENT);
                connection.hold(SERVER);
            };
        }
    },
    SWALLOW_ANSWERS("answers swallowed after", WirePlace.AFTER, true) {
        @Override
        WireAction action(Scene scene) {
            return connection -> connection.hold(SERVER);
        }
    },
    FORGET("forgotten by a firewall after", WirePlace.AFTER, true) {
        @Override
        WireAction action(Scene scene) {
            return WireConnection::loseServer;
        }
    },
    /** Until about when the client sends its cancel request. */
    LATE("held up beyond the deadline before", WirePlace.BEFORE, true) {
        @Override
        WireAction action(Scene scene) {
            return connection -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PgClient.TIMEOUT_MILLIS + 210));
        }
    };

    private static final Set<Point> AROUND_COMMIT =
            Set.of(Point.EXECUTE_WORK, Point.EXECUTE_COMMIT, Point.COMMITTED, Point.READY);

    private static final Set<Way> EVERYWHERE = Set.of(CUT, CUT_AFTER, TERMINATE);

    private final String text;
    private final WirePlace place;
    private final boolean patient;

    Way(String text, WirePlace place, boolean patient) {
        this.text = text;
        this.place = place;
        this.patient = patient;
    }

    abstract WireAction action(Scene scene);

    /** Those that take a deadline are tried around the commit only, and in the build those like others, too. */
    boolean isFor(Point point) {
        boolean everywhere = !patient && (Stage.LONG || EVERYWHERE.contains(this));
        return everywhere || AROUND_COMMIT.contains(point);
    }

    Fault at(Point point) {
        Fault fault = Fault.of(text + " " + point.text(), scene -> scene.proxy()
                        .at(point.soon(scene.chance(6)), place, action(scene)))
                .relievedBy(scene -> scene.proxy().cutHeld());
        fault = patient ? fault.lasting() : fault;
        return point.fresh() ? fault.onFreshConnections() : fault;
    }
}
