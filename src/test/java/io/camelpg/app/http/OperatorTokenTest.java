package io.camelpg.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class OperatorTokenTest {
    @Test
    void admitsWhoKnowsIt() {
        assertThat(new OperatorToken("s3cr3t").admits("Bearer s3cr3t")).isTrue();
        assertThat(new OperatorToken("s3cr3t").admits("bearer s3cr3t")).isTrue();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Bearer s3cr3",
                "Bearer s3cr3tt",
                "s3cr3t",
                "Basic s3cr3t",
                "Bearer S3CR3T"
            })
    void refusesEverybodyElse(String authorization) {
        assertThat(new OperatorToken("s3cr3t").admits(authorization)).isFalse();
    }

    @Test
    void aTokenThatIsNoneAdmitsNobody() {
        assertThat(new OperatorToken("-").admits("Bearer -")).isFalse();
        assertThat(new OperatorToken("").admits("Bearer ")).isFalse();
    }
}
