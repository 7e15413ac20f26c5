package io.camelpg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a wrong URI is answered: every fault at once, before anything connects. */
class OptionCheckTest {
    private static final CamelContext CONTEXT = new DefaultCamelContext();

    @BeforeAll
    static void start() {
        PgComponent component = new PgComponent();
        component.getConfiguration().setUsername("nobody");
        CONTEXT.addComponent("pg", component);
        CONTEXT.start();
    }

    @AfterAll
    static void stop() {
        CONTEXT.stop();
    }

    private static PgException failure(String uri) {
        Throwable thrown = catchThrowable(() -> CONTEXT.getEndpoint(uri));
        assertThat(thrown).as(uri).isInstanceOf(ResolveEndpointFailedException.class);
        return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
                .filter(PgException.class::isInstance)
                .map(PgException.class::cast)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no PgException among the causes", thrown));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pg:selekt?sql=SELECT 1                    | no operation 'selekt'; there are query, execute",
                "pg:query?sql=SELECT 1&maxRow=3            | no option 'maxRow'; perhaps you meant 'maxRows'",
                "pg:query?sql=SELECT 1&nonsense=3          | no option 'nonsense'",
                "pg:query?sql=SELECT 1&maxRows=many        | maxRows must be a whole number, not 'many'",
                "pg:query?sql=SELECT 1&timeout=soon        | timeout must be a duration such as 500ms, 10s or 5m",
                "pg:query?sql=SELECT 1&allowDynamicSql=yes | allowDynamicSql must be true or false, not 'yes'",
                "pg:query?sql=SELECT 1&outputType=xml      | outputType must be one of list, one, scalar, stream, json",
                "pg:query?sql=SELECT 1&maxRows=-1          | maxRows must not be negative",
                "pg:query?sql=SELECT 1&batch=true          | batch is an option of pg:execute",
                "pg:query:item?sql=SELECT 1                | takes no target, but the URI names 'item'",
                "pg:query                                  | sql is not set",
                "pg:query?sql=SELECT 1&outputType=json&outputClass=x | outputClass goes with outputType list"
            })
    void aFaultIsNamed(String uri, String fault) {
        PgException failure = failure(uri);
        assertThat(failure.errorCode()).isEqualTo(PgErrorCode.INVALID_CONFIGURATION);
        assertThat(failure.getMessage()).contains(fault);
    }

    @Test
    void faultsComeTogether() {
        assertThat(failure("pg:selekt?sql=SELECT 1&maxRows=many&outputTyp=xml&batch=2")
                        .getMessage())
                .contains("4 problems", "'selekt'", "maxRows", "'outputTyp'; perhaps you meant 'outputType'", "batch");
    }

    @Test
    void faultsOfEveryKindComeTogether() {
        assertThat(failure("pg:query:item?maxRow=1&maxRows=-1&batch=true&outputType=json&outputClass=no.Such"
                                + "&connection=crm&sql=classpath:nowhere.sql&timeout=soon")
                        .getMessage())
                .startsWith("PG-501 pg:query: 9 problems: ")
                .contains(
                        "'maxRow'; perhaps",
                        "timeout must be a duration",
                        "takes no target",
                        "maxRows must not be negative",
                        "batch is an option of pg:execute",
                        "outputClass goes with",
                        "PG-503 connection=crm",
                        "PG-502 sql=classpath:nowhere.sql",
                        "outputClass=no.Such: no such class");
    }

    @Test
    void theConnectionsFaultsAndTheStatementsComeAlong() {
        PgConnection broken = new PgConnection();
        broken.setPort(-1);
        CONTEXT.getRegistry().bind("broken", broken);
        assertThat(failure("pg:query?connection=broken&batch=true&sql=DELETE FROM item")
                        .getMessage())
                .startsWith("PG-501 pg:query: 3 problems: ")
                .contains("batch is", "connection 'broken': 2 problems: port must be", "username is not set", "PG-204");
        assertThat(failure("pg:execute?maxRow=1&outputClass=java.lang.Integer&sql=SELECT 'open")
                        .getMessage())
                .startsWith("PG-501 pg:execute: 3 problems: ")
                .contains("'maxRow'", "PG-2", "outputClass=java.lang.Integer: neither a record nor a bean");
    }

    @Test
    void aMissingResourceOrBeanOrConnectionIsNamed() {
        assertThat(failure("pg:query?sql=classpath:nowhere.sql"))
                .hasMessageContaining("classpath:nowhere.sql")
                .extracting(PgException::errorCode)
                .isEqualTo(PgErrorCode.NO_SUCH_RESOURCE);
        assertThat(failure("pg:query?sql=file:nowhere.sql").errorCode()).isEqualTo(PgErrorCode.NO_SUCH_RESOURCE);
        assertThat(failure("pg:query?sql=#bean:nobody").errorCode()).isEqualTo(PgErrorCode.NO_SUCH_RESOURCE);
        assertThat(failure("pg:query?sql=SELECT 1&connection=crm").getMessage())
                .startsWith("PG-503")
                .contains("connection=crm", "camel.beans.crm = #class:io.camelpg.PgConnection");
    }

    @Test
    void goodOptionsAreFine() {
        assertThat(CONTEXT.getEndpoint("pg:query?sql=SELECT 1&timeout=1m&maxRows=3&lazyStartProducer=true"))
                .isInstanceOf(PgEndpoint.class);
    }
}
