package io.camelpg;

import static io.camelpg.Faults.body;
import static io.camelpg.Faults.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.TlsSituation.Client;
import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.support.DecryptingProxy;
import io.camelpg.support.DowngradingProxy;
import io.camelpg.support.PgContext;
import io.camelpg.support.TestCertificate;
import io.camelpg.support.TestPostgres;
import io.camelpg.support.TlsPostgres;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** libpq's six modes before servers of every kind: what {@link TlsSituation} and the documentation say. */
class TlsModesIT {
    private static final String ENCRYPTED =
            "pg:query?outputType=scalar&sql=SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";

    private static final TestCertificate AUTHORITY = TestCertificate.authority("Right authority");
    private static final TestCertificate OTHER = TestCertificate.authority("Other authority");
    private static final TestCertificate RIGHT = AUTHORITY.issue("server", "dns:localhost");
    private static final TestCertificate CLIENT = AUTHORITY.issue("certain");
    private static TlsPostgres server;
    private static DowngradingProxy downgrading;
    private static DecryptingProxy decrypting;

    @BeforeAll
    static void start() {
        server = TlsPostgres.started(RIGHT, AUTHORITY);
        downgrading = DowngradingProxy.to(server.port());
        decrypting = DecryptingProxy.to(server.port(), TestCertificate.selfSigned("localhost", "dns:localhost"));
    }

    @AfterAll
    static void stop() {
        downgrading.close();
        decrypting.close();
        server.close();
    }

    @ParameterizedTest
    @EnumSource(TlsSituation.class)
    void everyModeDoesWhatLibpqDoes(TlsSituation situation) {
        switch (situation) {
            case EXPIRED -> server.show(AUTHORITY.issueFor(-10, -1, "server", "dns:localhost"));
            case SELF_SIGNED -> server.show(TestCertificate.selfSigned("server", "dns:localhost"));
            default -> server.show(RIGHT);
        }
        for (Client client : Client.values()) {
            try (PgContext pg = context(situation, client)) {
                Exchange exchange = pg.send(ENCRYPTED, null);
                String what = situation + ", " + client + ": " + exchange.getException();
                if (situation.outcome(client) == 'x') {
                    refused(situation, client, failure(exchange), what);
                } else {
                    assertThat(body(exchange)).as(what).isEqualTo(situation.outcome(client) == '+');
                }
            }
        }
    }

    private static void refused(TlsSituation situation, Client client, PgException failure, String what) {
        boolean byTheServer = situation == TlsSituation.UNCERTIFIED || client == Client.DISABLE;
        assertThat(failure.errorCode())
                .as(what)
                .isEqualTo(byTheServer ? PgErrorCode.AUTHENTICATION_FAILED : PgErrorCode.TLS_FAILED);
        assertThat(failure.retryable()).as(what).isFalse();
        assertThat(failure.getMessage())
                .as(what)
                .contains(
                        situation != TlsSituation.UNCERTIFIED
                                ? situation.reason
                                : client == Client.DISABLE
                                        ? "The connection was not encrypted"
                                        : "set ssl-cert and ssl-key");
    }

    private static PgContext context(TlsSituation situation, Client client) {
        int port =
                switch (situation) {
                    case PLAINTEXT -> TestPostgres.port();
                    case DOWNGRADE -> downgrading.port();
                    case DECRYPTED -> decrypting.port();
                    default -> server.port();
                };
        return PgContext.on("postgres", port, connection -> {
            connection.setSslMode(client.mode);
            connection.setUsername(
                    switch (situation) {
                        case PLAINTEXT -> "postgres";
                        case TLS_ONLY -> "tlsonly";
                        case CERTIFIED, UNCERTIFIED -> "certain";
                        default -> "app";
                    });
            if (situation == TlsSituation.OTHER_NAME) {
                connection.setHost("127.0.0.1");
            }
            if (client.rootCert) {
                connection.setSslRootCert((situation == TlsSituation.OTHER_AUTHORITY ? OTHER : AUTHORITY).pem());
            }
            if (situation == TlsSituation.CERTIFIED) {
                connection.setSslCert(CLIENT.pem());
                connection.setSslKey(CLIENT.keyPem());
            }
        });
    }
}
