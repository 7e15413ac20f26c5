package io.camelpg.connection;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A lease in the shape of a JDBC connection. Closing gives the lease back; what would stay in the session or in the
 * driver's connection is noticed on the way, so that the next borrower does not find it. As thread-safe as a JDBC
 * connection: used by one thread at a time, closed by any.
 */
final class BorrowedConnection implements InvocationHandler {
    private final Lease lease;
    private final Connection pooled;
    private final Predicate<String> changesSession;
    private final NetworkDeadline deadline;
    private boolean closed;

    private BorrowedConnection(Lease lease, Predicate<String> changesSession, NetworkDeadline deadline) {
        this.lease = lease;
        this.pooled = lease.pooled();
        this.changesSession = changesSession;
        this.deadline = deadline;
    }

    static Connection of(Lease lease, Predicate<String> changesSession) throws SQLException {
        BorrowedConnection borrowed = new BorrowedConnection(lease, changesSession, NetworkDeadline.of(lease));
        lease.session().lent(true);
        return proxy(Connection.class, borrowed);
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(BorrowedConnection.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @Override
    public @Nullable Object invoke(Object self, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        switch (method.getName()) {
            case "close" -> {
                giveBack();
                return null;
            }
            case "isClosed" -> {
                return isClosed() || pooled.isClosed();
            }
            case "equals" -> {
                return arguments != null && arguments[0] == self;
            }
            case "hashCode" -> {
                return System.identityHashCode(self);
            }
            case "toString" -> {
                return "connection borrowed from " + lease.pool();
            }
            default -> requireOpen();
        }
        watch(method, arguments);
        Object result = call(pooled, method, arguments);
        return result instanceof Statement statement
                ? watched(self, method.getReturnType(), statement, text(arguments))
                : result;
    }

    /** What HikariCP does not put back itself: it restores autocommit, read-only, isolation and network timeout. */
    private void watch(Method method, @Nullable Object @Nullable [] arguments) throws SQLException {
        switch (method.getName()) {
            case "prepareStatement", "prepareCall" -> look(arguments);
            case "setSchema", "setClientInfo" -> lease.markChanged();
            case "setNetworkTimeout" -> deadline.leave();
            case "unwrap" -> {
                lease.markBroken();
                deadline.lift();
            }
            case "abort", "setTypeMap", "setHoldability" -> lease.markBroken();
            default -> {
                // leaves nothing behind
            }
        }
    }

    private void look(@Nullable Object @Nullable [] arguments) throws SQLException {
        String sql = text(arguments);
        if (!sql.isEmpty()) {
            deadline.look(sql);
            if (changesSession.test(sql)) {
                lease.markChanged();
            }
        }
    }

    /** What is sent or prepared with a call; empty where that has no text. */
    private static String text(@Nullable Object @Nullable [] arguments) {
        return arguments != null && arguments.length > 0 && arguments[0] instanceof String sql ? sql : "";
    }

    private Statement watched(Object self, Class<?> type, Statement statement, String prepared) {
        BatchLength batch = new BatchLength(NetworkDeadline.statements(prepared));
        InvocationHandler handler = (statementSelf, method, arguments) -> switch (method.getName()) {
            case "getConnection" -> self;
            case "equals" -> arguments != null && arguments[0] == statementSelf;
            case "hashCode" -> System.identityHashCode(statementSelf);
            default -> {
                look(arguments);
                yield timed(statement, method, arguments, batch.sentBy(method.getName(), text(arguments)));
            }
        };
        if (type == CallableStatement.class) {
            return proxy(CallableStatement.class, handler);
        }
        return type == PreparedStatement.class
                ? proxy(PreparedStatement.class, handler)
                : proxy(Statement.class, handler);
    }

    private @Nullable Object timed(
            Statement statement, Method method, @Nullable Object @Nullable [] arguments, long statements)
            throws Throwable {
        if (statements <= 1) {
            return call(statement, method, arguments);
        }
        deadline.allow(statements);
        try {
            return call(statement, method, arguments);
        } finally {
            deadline.allowOne();
        }
    }

    /** With what the method itself throws. */
    static @Nullable Object call(Object target, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private synchronized void giveBack() {
        if (closed) {
            return;
        }
        closed = true;
        lease.session().lent(false);
        lease.close();
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private void requireOpen() throws SQLException {
        if (isClosed()) {
            throw new SQLException("This connection has been closed.", "08003");
        }
    }
}
