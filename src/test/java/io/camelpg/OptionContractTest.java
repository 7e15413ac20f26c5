package io.camelpg;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.PropertyBindingSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** No option without a recorded default and a text that was seen to arrive, the same in the bean and in the catalog. */
class OptionContractTest {
    private static final Set<String> CAMELS_OWN = Set.of(
            "autowiredEnabled",
            "bridgeErrorHandler",
            "configuration",
            "exceptionHandler",
            "exchangePattern",
            "healthCheckConsumerEnabled",
            "healthCheckProducerEnabled",
            "lazyStartProducer");

    private static final Set<String> PATH = Set.of("operation", "target");
    private static final List<OptionSample> ENDPOINT = OptionSample.OF_ENDPOINTS;
    private static final List<OptionSample> CONNECTION = OptionSample.OF_CONNECTIONS;

    private static final CamelContext CONTEXT = new DefaultCamelContext();

    @BeforeAll
    static void start() {
        CONTEXT.start();
        CONTEXT.getRegistry().bind("vault", OptionSample.PROVIDER);
    }

    @AfterAll
    static void stop() {
        CONTEXT.stop();
    }

    private static Set<String> names(List<OptionSample> samples) {
        return samples.stream().map(OptionSample::name).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> fields(Class<?> bean) {
        return Stream.<Class<?>>iterate(bean, type -> type != null && type != Object.class, Class::getSuperclass)
                .flatMap(type -> Arrays.stream(type.getDeclaredFields()))
                .filter(field -> !Modifier.isStatic(field.getModifiers()) && !field.isSynthetic())
                .map(java.lang.reflect.Field::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> catalog(String section, Set<String> except) {
        return StreamSupport.stream(
                        ((Iterable<String>) () -> Catalog.JSON.get(section).fieldNames()).spliterator(), false)
                .filter(name ->
                        !CAMELS_OWN.contains(name) && !Catalog.OF_SCHEDULERS.contains(name) && !except.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static PropertyConfigurerGetter configurer(String name) {
        return (PropertyConfigurerGetter)
                PluginHelper.getConfigurerResolver(CONTEXT).resolvePropertyConfigurer(name, CONTEXT);
    }

    private static void assertConfigurersKnow(List<OptionSample> samples, String... configurers) {
        for (String name : configurers) {
            assertThat(names(samples)).as(name).allSatisfy(option -> assertThat(
                            configurer(name).getOptionType(option, false))
                    .isNotNull());
        }
    }

    @Test
    void everyEndpointOptionHasASample() {
        assertThat(fields(PgConfiguration.class)).isEqualTo(names(ENDPOINT));
        assertThat(catalog("properties", PATH)).isEqualTo(names(ENDPOINT));
        assertConfigurersKnow(ENDPOINT, "pg-endpoint", "io.camelpg.PgConfiguration");
        assertThat(CONTEXT.getCamelContextExtension()
                        .getEndpointUriFactory("pg")
                        .propertyNames())
                .containsAll(names(ENDPOINT));
    }

    @Test
    void everyConnectionOptionHasASample() {
        assertThat(fields(PgConnection.class)).isEqualTo(names(CONNECTION));
        assertThat(catalog("componentProperties", Set.of())).isEqualTo(names(CONNECTION));
        assertConfigurersKnow(CONNECTION, "pg-component", "io.camelpg.PgConnection");
    }

    @ParameterizedTest
    @FieldSource("ENDPOINT")
    void endpointOptionsArrive(OptionSample sample) {
        PgConfiguration bean = new PgConfiguration();
        checkInitial(bean, "io.camelpg.PgConfiguration", sample, "properties");
        PgComponent component = new PgComponent();
        component.getConfiguration().setUsername("nobody");
        CONTEXT.removeComponent("pg");
        CONTEXT.addComponent("pg", component);
        String connection =
                switch (sample.name()) {
                    case "connection" -> "";
                    case "tenant" -> "&connection=clients";
                    default -> "&connection=#crm";
                };
        CONTEXT.getRegistry().bind("crm", named());
        CONTEXT.getRegistry().bind("clients", tenants());
        // outputClass is looked up when a producer is made, not before
        PgEndpoint endpoint = CONTEXT.getEndpoint(
                "pg:" + verb(sample) + "&" + sample.uriKey() + "=" + sample.text() + connection, PgEndpoint.class);
        assertThat(get("io.camelpg.PgConfiguration", endpoint.getConfiguration(), sample.name()))
                .isEqualTo(sample.value());
    }

    /** A verb that has the option, with what it needs besides. */
    private static String verb(OptionSample sample) {
        return switch (sample.name()) {
            case "batch", "batchSize", "expectedUpdateCount" -> "execute?sql=SELECT 1";
            case "attempts", "concurrentConsumers", "failure", "maxRetryDelay", "orderBy", "retryDelay" ->
                "extract:item?claim=skip-locked&done=delete&retryAt=due_at";
            case "claim" -> "extract:item?done=delete&retryAt=due_at";
            case "done" -> "extract:item?claim=skip-locked&retryAt=due_at";
            case "maxAttempts" -> "extract:item?claim=skip-locked&done=delete&setAside=status:dead";
            case "retryAt" -> "extract:item?claim=skip-locked&done=delete";
            case "setAside" -> "extract:item?claim=skip-locked&done=delete&maxAttempts=1";
            case "cursor" -> "extract:item?mode=incremental";
            case "mode" -> "extract:item?cursor=updated_at";
            case "cursorName", "cursorStore", "deliver" -> "extract:item?mode=incremental&cursor=updated_at";
            case "batchBytes", "lookBack", "nullCursor", "parallel", "where" -> "extract:item?outputType=list";
            case "isolation", "readOnly", "retries" -> "transaction?sql=SELECT 1";
            case "absent",
                    "badRows",
                    "columns",
                    "commitEvery",
                    "constraint",
                    "deleteWhen",
                    "keys",
                    "returning",
                    "unknownFields" -> "upsert:item?outputType=list";
            case "batchId", "extractedAt", "metaPrefix", "raw", "rawSchema" -> "load:item?mode=incremental-append";
            case "overwrite" -> "load:item?mode=overwrite";
            case "cascade" -> "load:item?mode=overwrite&overwrite=swap";
            case "generation" -> "load:item?mode=overwrite&complete=true";
            case "complete" -> "load:item?mode=overwrite&generation=1";
            case "announceConnect", "payload", "queueBytes" -> "listen:orders?outputType=list";
            case "format", "schemaContract" -> "load:item?badRows=fail";
            case "onConflict" -> "upsert:item?versionColumn=v";
            case "versionColumn" -> "upsert:item?onConflict=newer";
            case "arrowTypes" -> "query?outputType=arrow&sql=SELECT 1";
            case "sql" -> "query?outputType=list";
            default -> "query?sql=SELECT 1";
        };
    }

    private static PgConnection named() {
        PgConnection connection = new PgConnection();
        connection.setUsername("nobody");
        return connection;
    }

    private static PgTenants tenants() {
        PgTenants tenants = new PgTenants();
        tenants.setRegistry((client, service) -> PgTenantAnswer.none(PgTenantAnswer.Reason.UNKNOWN_CLIENT));
        return tenants;
    }

    @ParameterizedTest
    @FieldSource("CONNECTION")
    void connectionOptionsArrive(OptionSample sample) {
        PgConnection bean = new PgConnection();
        checkInitial(bean, "io.camelpg.PgConnection", sample, "componentProperties");
        for (String spelled : List.of(sample.name(), sample.dashed())) {
            PgConnection connection = new PgConnection();
            PgComponent component = new PgComponent();
            component.setCamelContext(CONTEXT);
            component.setConfiguration(connection);
            Map<String, Object> properties = new LinkedHashMap<>(Map.of(spelled, sample.text()));
            PropertyBindingSupport.build()
                    .withCamelContext(CONTEXT)
                    .withTarget(component)
                    .withProperties(properties)
                    .withConfigurer(component.getComponentPropertyConfigurer())
                    .withMandatory(true)
                    .withIgnoreCase(true)
                    .bind();
            assertThat(get("io.camelpg.PgConnection", connection, sample.name()))
                    .as(spelled)
                    .isEqualTo(sample.value());
        }
    }

    private static Object get(String configurer, Object bean, String option) {
        return configurer(configurer).getOptionValue(bean, option, false);
    }

    private static void checkInitial(Object bean, String configurer, OptionSample sample, String section) {
        assertThat(get(configurer, bean, sample.name())).isEqualTo(sample.initial());
        assertThat(sample.value()).isNotEqualTo(sample.initial());
        JsonNode documented = Catalog.JSON.get(section).get(sample.name()).get("defaultValue");
        boolean nothing = sample.initial() == null
                || sample.initial().equals("")
                || sample.initial().equals(Map.of())
                || (sample.name().equals("timeout") && documented == null);
        if (nothing) {
            assertThat(documented).as("documented default of " + sample.name()).isNull();
        } else if (Catalog.JSON
                .get(section)
                .get(sample.name())
                .get("type")
                .asText()
                .equals("duration")) {
            Duration duration = CONTEXT.getTypeConverter().convertTo(Duration.class, documented.asText());
            assertThat(duration.toMillis()).isEqualTo(sample.initial());
        } else {
            assertThat(documented.asText()).isEqualTo(String.valueOf(sample.initial()));
        }
    }

    @Test
    void secretsAreMarked() {
        assertThat(secret("componentProperties"))
                .containsExactlyInAnyOrder(
                        "password",
                        "sshKey",
                        "sshKeyPassphrase",
                        "sshPassword",
                        "sshUsername",
                        "sslKey",
                        "sslKeyPassword",
                        "username");
        assertThat(new PgConnection()).hasToString("PgConnection[localhost:5432/]");
    }

    private static List<String> secret(String section) {
        return catalog(section, Set.of()).stream()
                .filter(name ->
                        Catalog.JSON.get(section).get(name).get("secret").asBoolean())
                .toList();
    }

    @Test
    void everyOptionIsDescribed() {
        for (String section : List.of("componentProperties", "properties", "headers")) {
            Catalog.JSON.get(section).properties().forEach(entry -> assertThat(
                            entry.getValue().get("description").asText())
                    .as(entry.getKey())
                    .isNotBlank());
        }
    }

    @Test
    void headersAreThoseOfTheConstants() throws IllegalAccessException {
        Set<String> constants = new TreeSet<>();
        for (java.lang.reflect.Field field : PgConstants.class.getFields()) {
            constants.add((String) field.get(null));
        }
        assertThat(catalog("headers", Set.of())).isEqualTo(constants);
        assertThat(constants).allMatch(name -> name.startsWith("CamelPg"));
    }
}
