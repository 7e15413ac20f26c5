package io.camelpg.session;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Sessions that end when the work which they are for is cancelled. */
record CancellableSessions(Sessions sessions, Cancellation cancellation) implements Sessions {
    @Override
    public Session open(Deadline deadline) {
        cancellation.check();
        return cancellation.attached(sessions.open(deadline));
    }

    @Override
    public @Nullable Session openIfFree(Deadline deadline) {
        cancellation.check();
        Session session = sessions.openIfFree(deadline);
        return session == null ? null : cancellation.attached(session);
    }

    @Override
    public boolean hasReplica() {
        return sessions.hasReplica();
    }

    @Override
    public <T> T reading(Deadline deadline, Function<Sessions, T> work) {
        return sessions.reading(deadline, where -> work.apply(new CancellableSessions(where, cancellation)));
    }

    @Override
    public Database database() {
        return sessions.database();
    }

    @Override
    public boolean joined() {
        return sessions.joined();
    }
}
