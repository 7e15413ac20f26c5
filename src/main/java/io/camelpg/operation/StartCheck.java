package io.camelpg.operation;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.session.Deadline;
import io.camelpg.session.Session;
import io.camelpg.session.Sessions;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an endpoint finds out of its table at the start, so that what is wrong is known before the first message. */
public final class StartCheck {
    private static final Logger LOG = LoggerFactory.getLogger(StartCheck.class);

    /** The other routes of the application wait for this one. */
    private static final long MILLIS = 5000;

    private StartCheck() {}

    /**
     * What may still be put right until the first message, a server that cannot be reached first of all, is only logged.
     *
     * @param endpoint verb and table, for the log
     * @param later what else may be put right
     * @throws PgException of anything else
     */
    public static void run(
            String endpoint, Sessions sessions, long timeoutMillis, Set<PgErrorCode> later, Consumer<Session> look) {
        try (Session session = sessions.open(Deadline.after(Math.min(timeoutMillis, MILLIS)))) {
            look.accept(session);
        } catch (PgException e) {
            if (!later.contains(e.errorCode()) && !e.code().startsWith("PG-0")) {
                throw e;
            }
            LOG.warn("{} could not be checked, and will be with the first message: {}", endpoint, e.getMessage());
        }
    }
}
