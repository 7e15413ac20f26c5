package io.camelpg.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.support.Await;
import io.camelpg.support.TestPostgres;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where encryption is demanded, a connection without it is not handed out, whatever mode had let it through. */
class EncryptionDemandedIT {
    private static ConnectionProfile profile(SslMode mode, boolean demanded) {
        return new ConnectionProfile(
                "crm",
                new Server("localhost", TestPostgres.port()),
                "postgres",
                new Login("postgres", null),
                new TlsSettings(mode, null, null, null, null, ChannelBinding.PREFER, demanded),
                new SessionSettings("public", Duration.ofSeconds(30), "demanded", ResetPolicy.AUTO, PoolerMode.NONE),
                new PoolSettings(2, Duration.ofSeconds(30), Duration.ofMinutes(5)),
                null,
                Map.of());
    }

    private static long deadline() {
        return System.nanoTime() + Duration.ofSeconds(30).toNanos();
    }

    @ParameterizedTest
    @EnumSource(
            value = SslMode.class,
            names = {"DISABLE", "ALLOW", "PREFER"})
    void noModeGetsThrough(SslMode mode) {
        try (ConnectionPool pool = new ConnectionPool(profile(mode, true))) {
            assertThatThrownBy(() -> pool.lease(deadline())).isInstanceOfSatisfying(PgException.class, e -> {
                assertThat(e.errorCode()).isEqualTo(PgErrorCode.TLS_FAILED);
                assertThat(e.getMessage()).contains("it was not encrypted, and the configuration demands that it is");
            });
            assertThat(pool.total()).isZero();
        }
        Await.until("the server has no session of it", () -> TestPostgres.scalar(
                        "postgres", "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'demanded'")
                .equals("0"));
    }

    @Test
    void withoutTheDemandItDoes() {
        try (ConnectionPool pool = new ConnectionPool(profile(SslMode.PREFER, false));
                Lease lease = pool.lease(deadline())) {
            assertThat(lease.session().isClosed()).isFalse();
        }
    }
}
