package io.camelpg.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DryRunTest {
    @ParameterizedTest
    @CsvSource({",false", "'',false", "dryRun=true,true", "dryRun=TRUE,true", "dryRun=True,true", "dryRun=False,false"})
    void isAskedForOrNot(String query, boolean asked) throws Exception {
        assertThat(DryRun.asked(query)).isEqualTo(asked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dryRun",
                "dryRun=",
                "dryRun=yes",
                "dryRun=1",
                "dryRun=on",
                "dryRun=true%20",
                "dryRun=true&dryRun=true",
                "dryRun=true&dryRun=false",
                "dryRun=true&",
                "dryrun=true",
                "dry-run=true",
                "x=1",
                "x=1&dryRun=true"
            })
    void whatIsNotUnderstoodIsRefused(String query) {
        assertThatExceptionOfType(RequestRejectedException.class)
                .isThrownBy(() -> DryRun.asked(query))
                .satisfies(refused -> assertThat(refused.status()).isEqualTo(400))
                .withMessageStartingWith("Nothing was started");
    }

    @Test
    void whatIsNoRequestOverHttpIsNoRun() {
        DefaultExchange exchange = new DefaultExchange(new DefaultCamelContext());

        assertThatThrownBy(() -> DryRun.of(exchange)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> HttpHeadersOnly.keep(exchange)).isInstanceOf(IllegalStateException.class);
    }
}
