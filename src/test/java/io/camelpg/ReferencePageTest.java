package io.camelpg;

import com.fasterxml.jackson.databind.JsonNode;
import io.camelpg.support.Page;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** docs/reference.md and the README list what the catalog has. */
class ReferencePageTest {
    private static final Page PAGE = Page.of("reference.md");
    private static final Page README = Page.of("../README.md");
    private static final Set<String> OF_EVERY_COMPONENT = Set.of(
            "autowiredEnabled",
            "bridgeErrorHandler",
            "configuration",
            "exceptionHandler",
            "exchangePattern",
            "healthCheckConsumerEnabled",
            "healthCheckProducerEnabled",
            "lazyStartProducer");

    private static String table(String section, String kind, boolean dashed, Predicate<String> wanted) {
        Map<String, String> lines = new TreeMap<>();
        Catalog.JSON.get(section).properties().forEach(entry -> {
            JsonNode option = entry.getValue();
            if (option.get("kind").asText().equals(kind) && wanted.test(entry.getKey())) {
                String name = option.has("prefix") ? option.get("prefix").asText() + "*" : entry.getKey();
                lines.put(
                        entry.getKey(),
                        "| `" + (dashed ? dashed(name) : name) + "` | " + type(option) + " | " + initial(option) + " | "
                                + description(option) + " |");
            }
        });
        return "| Name | Type | Default | Description |\n|---|---|---|---|\n" + String.join("\n", lines.values());
    }

    private static String dashed(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
    }

    private static String type(JsonNode option) {
        if (option.has("enum")) {
            return StreamSupport.stream(option.get("enum").spliterator(), false)
                    .map(value -> "`" + value.asText() + "`")
                    .collect(Collectors.joining(", "));
        }
        return option.get("type").asText().replace("object", "any");
    }

    private static String initial(JsonNode option) {
        JsonNode initial = option.get("defaultValue");
        return initial == null ? "" : "`" + initial.asText() + "`";
    }

    private static String description(JsonNode option) {
        String text = option.get("description").asText().replaceAll(" This is a multi-value option.*", "");
        return escaped(text) + (option.get("secret").asBoolean() ? " (secret)" : "");
    }

    private static String escaped(String text) {
        return text.replace("|", "\\|").replace("<", "&lt;").replace(">", "&gt;");
    }

    @Test
    void operationsAreThoseOfTheCode() {
        PAGE.has(
                "operations",
                Arrays.stream(PgVerb.values()).map(verb -> "`pg:" + verb + "`").collect(Collectors.joining(", ")));
    }

    @Test
    void endpointOptionsAreThoseOfTheCatalog() {
        String options = table(
                "properties",
                "parameter",
                false,
                name -> !OF_EVERY_COMPONENT.contains(name) && !Catalog.OF_SCHEDULERS.contains(name));
        PAGE.has("endpoint-options", options);
        README.has("endpoint-options", options);
    }

    @Test
    void connectionOptionsAreThoseOfTheCatalog() {
        PAGE.has(
                "connection-options",
                table("componentProperties", "property", true, name -> !OF_EVERY_COMPONENT.contains(name)));
    }

    @Test
    void headersAreThoseOfTheCatalog() {
        Map<String, String> lines = new TreeMap<>();
        Catalog.JSON
                .get("headers")
                .properties()
                .forEach(entry -> lines.put(
                        entry.getKey(),
                        "| `" + entry.getKey() + "` | "
                                + escaped(entry.getValue()
                                        .get("javaType")
                                        .asText()
                                        .replace("java.util.", ""))
                                + " | "
                                + escaped(entry.getValue().get("description").asText()) + " |"));
        String headers = "| Name | Type | Description |\n|---|---|---|\n" + String.join("\n", lines.values());
        PAGE.has("headers", headers);
        README.has("headers", headers);
    }
}
