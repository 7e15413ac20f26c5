package io.camelpg;

import static io.camelpg.Faults.body;
import static io.camelpg.Faults.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.error.PgErrorCode;
import io.camelpg.support.PgContext;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Allowed properties of the driver reach it, and change no value that is read or written. */
class JdbcParametersIT {
    private static final String VALUES = "pg:query?sql=SELECT :i::int AS i, :n::numeric AS n, :d::float8 AS d,"
            + " :t::timestamptz AS t, :u::uuid AS u, :j::jsonb AS j, :a::int[] AS a, '2024-02-29'::date AS day,"
            + " 'x'::text AS s, true AS b, 9007199254740993 AS l";

    private static final Map<String, Object> PARAMETERS = Map.of(
            "i",
            7,
            "n",
            "12.340",
            "d",
            0.1,
            "t",
            "2024-02-29T12:00:00Z",
            "u",
            "123e4567-e89b-12d3-a456-426614174000",
            "j",
            "{\"k\": [1, null]}",
            "a",
            List.of(1, 2, 3));

    private static Object values(String parameters) {
        try (PgContext pg = PgContext.onNewDatabase(connection -> connection.setJdbcParameters(parameters))) {
            return body(pg.send(VALUES, PARAMETERS)).toString();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "binaryTransfer=false",
                "binaryTransferDisable=int4,numeric,float8,timestamptz,uuid,date,int8",
                "binaryTransferEnable=int4,numeric,float8,timestamptz,uuid,date,int8,bool,1007",
                "binaryTransfer=false&binaryTransferEnable=uuid",
                "cancelSignalTimeout=10&socketTimeout=60&sslResponseTimeout=1000",
                "databaseMetadataCacheFields=0&databaseMetadataCacheFieldsMiB=0&hideUnprivilegedObjects=true",
                "maxSendBufferSize=65536&receiveBufferSize=4096&sendBufferSize=4096",
                "tcpKeepAlive=false&tcpNoDelay=false&unknownLength=10",
                "requireAuth=none&scramMaxIterations=1"
            })
    void nothingChanges(String parameters) {
        assertThat(values(parameters)).isEqualTo(values(""));
    }

    /** requireAuth arrives: the server lets everybody in, and that is not what is wanted. */
    @Test
    void theDriverHeedsThem() {
        try (PgContext pg =
                PgContext.onNewDatabase(connection -> connection.setJdbcParameters("requireAuth=scram-sha-256"))) {
            assertThat(failure(pg.send("pg:query?sql=SELECT 1", null)).errorCode())
                    .isEqualTo(PgErrorCode.AUTHENTICATION_FAILED);
        }
    }
}
