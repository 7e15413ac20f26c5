package io.camelpg.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RejectedRowsTest {
    @Test
    void whereAllWasWrittenNothingIsRefused() {
        assertThatCode(() -> RejectedRows.refuse(List.of())).doesNotThrowAnyException();
        assertThatCode(() -> RejectedRows.refuse(null)).doesNotThrowAnyException();
    }

    @Test
    void theFieldIsThatOfTheColumnOrTheConstraint() {
        assertThat(body(
                        409,
                        row("PG-306", "duplicate key value violates unique constraint \"customers_email_key\""),
                        row(
                                "PG-308",
                                "null value in column \"city\" of relation \"customers\" violates not-null constraint"),
                        row("PG-309", "new row violates check constraint \"customers_updated_at_check\""),
                        row("PG-309", "violates check constraint \"house_rule\""),
                        row("PG-314", "something with the value secret")))
                .isEqualTo("{\"errors\":["
                        + "{\"index\":7,\"field\":\"email\",\"problem\":\"belongs to another one already\"},"
                        + "{\"index\":7,\"field\":\"city\",\"problem\":\"is missing\"},"
                        + "{\"index\":7,\"field\":\"updated_at\",\"problem\":\"is not what the table takes\"},"
                        + "{\"index\":7,\"field\":\"\",\"problem\":\"is not what the table takes\"},"
                        + "{\"index\":7,\"field\":\"\",\"problem\":\"is not what the table takes\"}]}");
        assertThat(body(422, row("PG-314", "no good"))).contains("\"index\":7");
    }

    private static Map<String, Object> row(String code, String message) {
        return Map.of(
                "index",
                7L,
                "row",
                JsonNodeFactory.instance
                        .objectNode()
                        .put("id", 1)
                        .put("email", "x")
                        .put("updated_at", "y"),
                "code",
                code,
                "message",
                message);
    }

    @SafeVarargs
    private static String body(int status, Map<String, Object>... rows) {
        RequestRejectedException refused =
                catchThrowableOfType(RequestRejectedException.class, () -> RejectedRows.refuse(List.of(rows)));
        assertThat(refused.status()).isEqualTo(status);
        return refused.body();
    }
}
