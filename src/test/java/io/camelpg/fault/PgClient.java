package io.camelpg.fault;

import io.camelpg.Faults;
import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.support.PgContext;
import java.sql.Connection;
import java.sql.Statement;
import javax.sql.DataSource;
import org.apache.camel.ResolveEndpointFailedException;

/** This component, with few connections and short deadlines. */
final class PgClient implements Client {
    /** Deadline of every call. */
    static final int TIMEOUT_MILLIS = 700;

    static final int CONNECTIONS = 4;
    private final PgContext pg;
    private final PgVerbs verbs;

    PgClient(Scene scene) throws Exception {
        pg = PgContext.on(Scene.DATABASE, scene.proxy().port(), connection -> {
            connection.setUsername(Scene.USER);
            connection.setMaxConnections(CONNECTIONS);
            connection.setStatementTimeout(TIMEOUT_MILLIS);
            connection.setSslMode("disable");
        });
        verbs = new PgVerbs(pg);
    }

    @Override
    public String name() {
        return "camel-pg";
    }

    @Override
    public Workload insert() {
        return verbs.workload("execute");
    }

    @Override
    public Workload swallowing() {
        return verbs.swallowing();
    }

    @Override
    public Workload bigBatch() {
        return verbs.batchOf(MANY);
    }

    /** pg:execute refuses it; those who borrow from the pool can do it all the same. */
    @Override
    public void begin() throws Exception {
        try {
            pg.send("pg:execute?sql=BEGIN", null);
            throw new IllegalStateException("pg:execute takes BEGIN");
        } catch (ResolveEndpointFailedException e) {
            if (!knows(e)) {
                throw e;
            }
        }
        DataSource pool = pg.camel().getRegistry().lookupByNameAndType("pgDataSource", DataSource.class);
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("BEGIN");
        }
    }

    @Override
    public void archive() throws Exception {
        verbs.archive();
    }

    /**
     * PG-404 is the only code that leaves it open: all others promise that sending it again cannot do it twice. Who is
     * interrupted while Camel waits for a call that goes on in other threads is told so by Camel, and nothing of the call.
     */
    @Override
    public Answer answer(Throwable failure) {
        PgException own = cause(failure, PgException.class);
        if (own == null) {
            return cause(failure, InterruptedException.class) == null ? Answer.NOT_DONE : Answer.UNKNOWN;
        }
        return own.errorCode() == PgErrorCode.OUTCOME_UNKNOWN ? Answer.UNKNOWN : Answer.NOT_DONE;
    }

    @Override
    public boolean knows(Throwable failure) {
        return failure instanceof Workload.Refused
                || cause(failure, PgException.class) != null
                || cause(failure, InterruptedException.class) != null;
    }

    /** Camel wraps what a type converter meets, such as the failure of a stream that it reads. */
    private static <T extends Throwable> T cause(Throwable failure, Class<T> type) {
        Throwable cause = failure;
        while (cause != null && !type.isInstance(cause)) {
            cause = cause.getCause();
        }
        return type.cast(cause);
    }

    PgVerbs verbs() {
        return verbs;
    }

    PgContext context() {
        return pg;
    }

    @Override
    public int leased() {
        return Faults.pool(pg).active();
    }

    @Override
    public int open() {
        return Faults.pool(pg).total();
    }

    @Override
    public void close() {
        pg.close();
    }
}
