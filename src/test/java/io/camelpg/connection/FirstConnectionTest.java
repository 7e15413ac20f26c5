package io.camelpg.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.core.BaseConnection;

/** A connection that dies while HikariCP makes it ready, and later. */
class FirstConnectionTest {
    private boolean dead;

    private final BaseConnection driver = (BaseConnection) Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {BaseConnection.class}, (self, method, arguments) -> {
                if (dead) {
                    throw new SQLException("This connection has been closed.", "08003");
                }
                return Connection.TRANSACTION_READ_COMMITTED;
            });
    private final AtomicInteger known = new AtomicInteger();
    private final Connection first = FirstConnection.of(driver, known::incrementAndGet);

    private static void assertSqlState(ThrowingCallable call, String sqlState) {
        assertThatThrownBy(call)
                .isInstanceOf(SQLException.class)
                .extracting(e -> ((SQLException) e).getSQLState())
                .isEqualTo(sqlState);
    }

    @Test
    void aDeadOneStillSaysWhichItIs() throws SQLException {
        dead = true;
        assertThat(first.unwrap(BaseConnection.class)).isSameAs(driver);
        assertThat(first.unwrap(PGConnection.class)).isSameAs(driver);
    }

    @Test
    void theErrorHasItsOwnClassOnceTheIsolationIsKnown() throws SQLException {
        dead = true;
        assertSqlState(first::getTransactionIsolation, "58000");
        assertThat(known).hasValue(0);
        dead = false;
        assertThat(first.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
        assertThat(known).hasValue(1);
        dead = true;
        assertSqlState(first::getTransactionIsolation, "08003");
    }
}
