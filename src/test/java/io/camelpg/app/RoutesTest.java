package io.camelpg.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.camelpg.PgComponent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.catalog.EndpointValidationResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every route in routes/: YAML that Camel's schema accepts, endpoints that the catalogs know, files that are there. */
class RoutesTest {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final DefaultCamelCatalog CATALOG = catalog();

    static Stream<Path> routes() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            return files.filter(file -> file.toString().endsWith(".camel.yaml")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("routes")
    void isWhatTheYamlSchemaAllows(Path file) throws IOException {
        assertThat(schemaFaults(YAML.readTree(file.toFile()))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("routes")
    void namesEndpointsAndOptionsThatExist(Path file) throws IOException {
        List<JsonNode> endpoints = endpoints(YAML.readTree(file.toFile()));

        assertThat(endpoints).isNotEmpty().allSatisfy(endpoint -> assertThat(endpointFaults(endpoint))
                .as(endpoint.toString())
                .isEmpty());
    }

    @ParameterizedTest
    @MethodSource("routes")
    void namesFilesThatAreThere(Path file) throws IOException {
        for (JsonNode endpoint : endpoints(YAML.readTree(file.toFile()))) {
            String sql = endpoint.path("parameters").path("sql").asText();
            if (sql.startsWith("file:")) {
                assertThat(Path.of(sql.substring("file:".length()))).isReadable();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("routes")
    void saysWhatEachRouteIsFor(Path file) throws IOException {
        for (JsonNode entry : YAML.readTree(file.toFile())) {
            if (entry.has("route")) {
                assertThat(entry.get("route").fieldNames())
                        .toIterable()
                        .as(file.toString())
                        .contains("id", "description", "group");
            }
        }
    }

    /** Camel puts the query among the headers, and what is in a link must not pass for a credential. */
    @ParameterizedTest
    @MethodSource("routes")
    void whatChangesSomethingOverHttpTakesHeadersFromHeaders(Path file) throws IOException {
        for (JsonNode entry : YAML.readTree(file.toFile())) {
            JsonNode from = entry.path("route").path("from");
            String methods = from.path("parameters").path("httpMethodRestrict").asText("any");
            if (from.path("uri").asText().startsWith("platform-http:") && !methods.matches("GET|GET,HEAD")) {
                assertThat(from.path("steps")
                                .path(0)
                                .path("bean")
                                .path("beanType")
                                .asText())
                        .as("first step of " + entry.path("route").path("id").asText())
                        .isEqualTo("io.camelpg.app.http.HttpHeadersOnly");
            }
        }
    }

    @Test
    void theRoutesOfTheReadmeAreRoutes() throws IOException {
        Matcher blocks =
                Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(Path.of("README.md")));
        List<String> routes = blocks.results().map(block -> block.group(1)).toList();

        assertThat(routes).isNotEmpty();
        for (String route : routes) {
            assertThat(schemaFaults(YAML.readTree(route))).as(route).isEmpty();
            assertThat(endpoints(YAML.readTree(route))).isNotEmpty().allSatisfy(endpoint -> assertThat(
                            endpointFaults(endpoint))
                    .as(endpoint.toString())
                    .isEmpty());
        }
    }

    @Test
    void aFaultInARouteIsSeen() throws Exception {
        assertThat(schemaFaults(YAML.readTree("- route: {from: {uri: 'timer:x', steps: [{nonsense: {}}]}}")))
                .isNotEmpty();
        assertThat(endpointFaults(YAML.readTree("{uri: 'pg:query', parameters: {sqll: 'SELECT 1'}}")))
                .contains("sqll");
        assertThat(endpointFaults(YAML.readTree("{uri: 'pg:query', parameters: {outputType: 'lists'}}")))
                .contains("outputType");
        assertThat(endpointFaults(YAML.readTree("{uri: 'pg:qeury'}"))).contains("qeury");
    }

    private static List<ValidationMessage> schemaFaults(JsonNode routes) throws IOException {
        try (InputStream schema = RoutesTest.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
            JsonSchema yamlDsl =
                    JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4).getSchema(schema);
            return List.copyOf(yamlDsl.validate(routes));
        }
    }

    /** Empty where there is none; placeholders and expressions are beyond what a catalog can check. */
    private static String endpointFaults(JsonNode endpoint) {
        Map<String, String> parameters = new HashMap<>();
        endpoint.path("parameters")
                .fields()
                .forEachRemaining(option ->
                        parameters.put(option.getKey(), option.getValue().asText()));
        try {
            String scheme = endpoint.get("uri").asText().split(":", 2)[0];
            Map<String, String> properties =
                    new HashMap<>(CATALOG.endpointProperties(endpoint.get("uri").asText()));
            properties.putAll(parameters);
            EndpointValidationResult result = CATALOG.validateProperties(scheme, properties);
            return result.isSuccess() ? "" : result.summaryErrorMessage(true);
        } catch (URISyntaxException e) {
            return e.getMessage();
        }
    }

    /** Every object with a uri, wherever it is, and every to: that is only a text. */
    private static List<JsonNode> endpoints(JsonNode node) {
        List<JsonNode> endpoints = new ArrayList<>();
        if (node.path("uri").isTextual()) {
            endpoints.add(node);
        } else if (node.path("to").isTextual()) {
            endpoints.add(YAML.createObjectNode().set("uri", node.get("to")));
        }
        for (JsonNode child : node) {
            endpoints.addAll(endpoints(child));
        }
        return endpoints;
    }

    private static DefaultCamelCatalog catalog() {
        DefaultCamelCatalog catalog = new DefaultCamelCatalog(true);
        try (InputStream json = PgComponent.class.getResourceAsStream("/META-INF/io/camelpg/pg.json")) {
            catalog.addComponent(
                    "pg", PgComponent.class.getName(), new String(json.readAllBytes(), StandardCharsets.UTF_8));
            return catalog;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
