package io.camelpg.operation.extract;

import io.camelpg.operation.Outcome;
import io.camelpg.session.Deadline;
import io.camelpg.session.Session;
import io.camelpg.session.Sessions;
import java.util.function.Function;

/** Work on a session that goes back at its end, or with the rows that are still to come. */
final class Reading {
    private Reading() {}

    static Outcome.Extracted on(Sessions sessions, long timeoutMillis, Function<Session, Outcome.Extracted> work) {
        Session session = sessions.open(Deadline.after(timeoutMillis));
        boolean streaming = false;
        try {
            Outcome.Extracted outcome = work.apply(session);
            streaming = outcome.rows().total() < 0;
            return outcome;
        } finally {
            if (!streaming) {
                session.close();
            }
        }
    }
}
