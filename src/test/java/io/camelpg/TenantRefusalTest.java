package io.camelpg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each step of the way from a message to its client's database has an answer of its own. Nothing connects. */
class TenantRefusalTest {
    private static final String QUERY = "pg:query?connection=clients&sql=SELECT 1";

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final PgTenants tenants = new PgTenants();
    private final AtomicInteger asked = new AtomicInteger();
    private ProducerTemplate template;
    private PgTenantRegistry registry = (client, service) -> PgTenantAnswer.none(reason(client));

    private static PgTenantAnswer.Reason reason(String client) {
        return PgTenantAnswer.Reason.valueOf(client);
    }

    @BeforeEach
    void start() {
        tenants.setRegistry((client, service) -> {
            asked.incrementAndGet();
            return registry.find(client, service);
        });
        context.getRegistry().bind("clients", tenants);
        context.start();
        template = context.createProducerTemplate();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private PgException failure(String uri, Object property, Map<String, Object> headers) {
        Exchange exchange = template.send(uri, message -> {
            if (property != null) {
                message.setProperty(PgConstants.CLIENT_ID, property);
            }
            headers.forEach(message.getMessage()::setHeader);
        });
        assertThat(exchange.getException()).isInstanceOf(PgException.class);
        return (PgException) exchange.getException();
    }

    @Test
    void noClientId() {
        assertThat(failure(QUERY, null, Map.of()))
                .hasMessageStartingWith(
                        "PG-030 connection 'clients' needs a client id, and the exchange has no property CamelPgClientId");
        assertThat(failure(QUERY, " ", Map.of()).errorCode()).isEqualTo(PgErrorCode.NO_CLIENT_ID);
        assertThat(failure(QUERY + "&tenant=header", null, Map.of()))
                .hasMessageContaining("the message has no header CamelPgClientId");
        assertThat(asked).hasValue(0);
    }

    @ParameterizedTest
    @EnumSource
    void eachReasonHasACode(PgTenantAnswer.Reason reason) {
        PgException failure = failure(QUERY, reason.name(), Map.of());
        assertThat(failure.errorCode()).isEqualTo(reason.code());
        assertThat(failure.detail()).startsWith("connection 'clients': client '" + reason.name() + "' ");
        assertThat(failure.retryable()).isFalse();
    }

    @Test
    void theCodesDiffer() {
        assertThat(PgTenantAnswer.Reason.values())
                .extracting(reason -> reason.code().code())
                .containsExactly("PG-031", "PG-032", "PG-033", "PG-034", "PG-035");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "acme\nPG-999 forged line",
                "acme\u0000",
                "\u001b[31mred",
                "../acme",
                "acme/../other",
                "..",
                ".hidden",
                "-rf",
                "acme;DROP TABLE t",
                "acme\\other",
                "{{env:HOME}}",
                "${bean:x}",
                "\u202eemca",
                "a'b"
            })
    void whatNoClientCanBeCalledIsNotQuoted(String id) {
        PgException failure = failure(QUERY, id, Map.of());
        assertThat(failure.errorCode()).isEqualTo(PgErrorCode.UNKNOWN_CLIENT);
        assertThat(failure.getMessage()).doesNotContain(id).matches("[ -~]*");
        assertThat(asked).hasValue(0);
    }

    @Test
    void anIdIsTextOrANumber() {
        registry = (client, service) -> PgTenantAnswer.none(PgTenantAnswer.Reason.UNKNOWN_CLIENT);
        assertThat(failure(QUERY, 4711, Map.of()).detail()).contains("client '4711' is not known");
        assertThat(failure(QUERY, List.of("acme"), Map.of()).detail()).contains("no client can have an id");
        assertThat(failure(QUERY, "x".repeat(101), Map.of()).detail()).contains("of 101 characters");
    }

    @Test
    void aRefusalIsRememberedForAWhileAndForgottenOnDemand() {
        for (int i = 0; i < 5; i++) {
            failure(QUERY, "DISABLED", Map.of());
        }
        assertThat(asked).hasValue(1);
        tenants.forget("DISABLED");
        failure(QUERY, "DISABLED", Map.of());
        assertThat(asked).hasValue(2);
    }

    @Test
    void aRegistryThatFailsIsAskedAgain() {
        registry = (client, service) -> {
            throw new IllegalStateException("s3cret of the registry");
        };
        for (int i = 1; i <= 2; i++) {
            PgException failure = failure(QUERY, "acme", Map.of());
            assertThat(failure.errorCode()).isEqualTo(PgErrorCode.REGISTRY_UNAVAILABLE);
            assertThat(failure.retryable()).isTrue();
            assertThat(failure).hasMessageNotContaining("s3cret").hasNoCause();
            assertThat(asked).hasValue(i);
        }
    }

    @Test
    void inventedIdsAreKeptInBoundsAndDoNotPushOutClients() {
        registry = (client, service) -> client.equals("acme")
                ? PgTenantAnswer.found(PgTenantConnection.of("app", null).at("localhost", 1))
                : PgTenantAnswer.none(PgTenantAnswer.Reason.UNKNOWN_CLIENT);
        assertThat(failure(QUERY, "acme", Map.of()).code()).isEqualTo("PG-001");
        IntStream.range(0, 20_000).forEach(i -> assertThat(
                        failure(QUERY, "invented" + i, Map.of()).code())
                .isEqualTo("PG-031"));
        int before = asked.get();
        assertThat(failure(QUERY, "acme", Map.of()).code()).isEqualTo("PG-001");
        assertThat(asked).hasValue(before);
    }

    @Test
    void theHeaderCountsOnlyWhereTheEndpointSaysSo() {
        registry = (client, service) -> PgTenantAnswer.none(PgTenantAnswer.Reason.UNKNOWN_CLIENT);
        List<String> casings = List.of(
                "CamelPgClientId",
                "camelpgclientid",
                "CAMELPGCLIENTID",
                "camelPgClientId",
                "CamelPGClientID",
                "cAMELpGcLIENTiD",
                "Camelpgclientid",
                "CamelPgClientID");
        for (String name : casings) {
            Map<String, Object> header = Map.of(name, "evil");
            assertThat(failure(QUERY, null, header).code()).as(name).isEqualTo("PG-030");
            assertThat(failure(QUERY + "&tenant=property", null, header).code()).isEqualTo("PG-030");
            assertThat(failure(QUERY, "acme", header).detail())
                    .as(name)
                    .contains("'acme'")
                    .doesNotContain("evil");
            assertThat(failure(QUERY + "&tenant=header", "acme", header).detail())
                    .as(name)
                    .contains("'evil'")
                    .doesNotContain("acme");
        }
    }

    @Test
    void faultsAreNamedAtStart() {
        PgTenants bad = new PgTenants();
        bad.setMaxConnections(50);
        bad.setMaxPools(0);
        bad.setExposeDataSource(true);
        bad.setCredentialProvider(() -> new PgCredential("shared", "s3cret", null));
        bad.setSslMode("verify");
        context.getRegistry().bind("bad", bad);
        assertThatThrownBy(() -> context.getEndpoint("pg:query?connection=bad&sql=SELECT 1"))
                .rootCause()
                .hasMessageContainingAll(
                        "registry is not set",
                        "max-total-connections (50) must be more than max-connections (50)",
                        "max-pools must be at least 1",
                        "expose-data-source is not possible",
                        "username and password are the registry's",
                        "ssl-mode must be one of");
    }

    @Test
    void tenantGoesWithATenantAwareConnectionOnly() {
        PgConnection plain = new PgConnection();
        plain.setUsername("app");
        context.getRegistry().bind("plain", plain);
        assertThatThrownBy(() -> context.getEndpoint("pg:query?connection=plain&tenant=header&sql=SELECT 1"))
                .rootCause()
                .hasMessageContaining("tenant goes with a connection that is another one for each client");
    }

    @Test
    void aClientsOwnFaultIsItsOwn() {
        registry = (client, service) ->
                PgTenantAnswer.found(PgTenantConnection.of("app", "s3cret").at("evil.example.com?x=y", 5432));
        PgException failure = failure(QUERY, "acme", Map.of());
        assertThat(failure.code()).isEqualTo("PG-501");
        assertThat(failure.detail())
                .contains("connection 'clients[acme]'", "host is not the name")
                .doesNotContain("s3cret");
    }
}
