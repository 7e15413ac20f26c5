package io.camelpg.app;

import io.camelpg.app.http.WebhookSignature;
import io.camelpg.app.page.Trial;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;

/** Lines for a shell that set off the routes in {@code routes/}, with what they are protected by where everybody knows it. */
final class RouteTrials {
    private static final String LOCAL = "local";

    private final CamelContext context;
    private final String http;

    private RouteTrials(CamelContext context) {
        this.context = context;
        this.http = "http://localhost:" + property("camel.server.port");
    }

    /** By the id of the route. */
    static Map<String, List<Trial>> of(CamelContext context) {
        RouteTrials trials = new RouteTrials(context);
        Map<String, List<Trial>> known = new LinkedHashMap<>();
        known.put("customer-sync", trials.customer());
        List<Trial> callbacks = new ArrayList<>();
        callbacks.add(Trial.note("This application itself calls it, when a customer has come:"));
        callbacks.addAll(trials.customer());
        known.put("crm-callbacks", callbacks);
        known.put("archive-orders-by-hand", trials.archive());
        known.put(
                "archive-orders-monthly",
                List.of(
                        Trial.note("Runs by the clock: " + trials.property("archive.cron") + ". At any other time:"),
                        Trial.command(trials.archiveCommand())));
        known.put(
                "daily-report-every-morning",
                List.of(
                        Trial.note("Runs by the clock: " + trials.property("report.cron") + " in "
                                + trials.property("report.time-zone") + ". To see one each minute, start with:"),
                        Trial.command("REPORT_CRON='0 * * * * ?' mvn compile camel:run")));
        known.put(
                "extract-service",
                List.of(Trial.command(trials.json(
                        "extract.token",
                        "EXTRACT_TOKEN",
                        "{\"mode\":{\"fullTable\":{\"entity\":\"orders\"}}}",
                        "/extract"))));
        known.put(
                "extract-service-columns",
                List.of(Trial.command(
                        trials.json("extract.token", "EXTRACT_TOKEN", "{\"entity\":\"orders\"}", "/columns"))));
        known.put("metrics-update", trials.metrics());
        return known;
    }

    private List<Trial> customer() {
        if (Boolean.parseBoolean(property("crm.local"))) {
            return List.of(Trial.command(customer(http, context)));
        }
        return List.of(
                Trial.note("Signed with what CRM_WEBHOOK_SECRET is where this runs:"),
                Trial.command("body='{\"id\":501,\"name\":\"Ada Byron\",\"email\":\"ada@example.com\",\"updated_at\":\""
                        + Instant.now().truncatedTo(ChronoUnit.SECONDS) + "\"}'\n"
                        + "curl -d \"$body\" -H 'Content-Type: application/json' -H \"" + WebhookSignature.HEADER
                        + ": sha256=$(printf %s \"$body\" | openssl dgst -sha256 -hmac \"$CRM_WEBHOOK_SECRET\""
                        + " | sed 's/.* //')\" " + http + "/webhooks/crm/customers"));
    }

    /** A command that works as it is, because the signature is that of its body. */
    static String customer(String http, CamelContext context) {
        String body = "{\"id\":501,\"name\":\"Ada Byron\",\"email\":\"ada@example.com\",\"updated_at\":\""
                + Instant.now().truncatedTo(ChronoUnit.SECONDS) + "\"}";
        WebhookSignature signature = context.getRegistry().lookupByNameAndType("crmSignature", WebhookSignature.class);
        return "curl -d '" + body + "' -H 'Content-Type: application/json' -H '" + WebhookSignature.HEADER + ": "
                + signature.sign(body.getBytes(StandardCharsets.UTF_8)) + "' " + http + "/webhooks/crm/customers";
    }

    private List<Trial> archive() {
        return List.of(
                Trial.note("What it would do:"),
                Trial.command("curl -X POST " + bearer("operator.token", "OPERATOR_TOKEN") + " '" + http
                        + "/archive/orders?dryRun=true'"),
                Trial.note("A run:"),
                Trial.command(archiveCommand()));
    }

    private String archiveCommand() {
        return "curl -X POST " + bearer("operator.token", "OPERATOR_TOKEN") + " " + http + "/archive/orders";
    }

    private String json(String token, String variable, String body, String path) {
        return "curl " + bearer(token, variable) + " -H 'Content-Type: application/json' -d '" + body + "' " + http
                + path;
    }

    private List<Trial> metrics() {
        String topic = property("metrics.topic");
        String command = "echo '{\"metric\":\"checkout\",\"latency\":12}' | kcat -P -b "
                + property("camel.component.kafka.brokers") + " -t " + topic;
        return Boolean.parseBoolean(property("metrics.sample"))
                ? List.of(Trial.note("Made-up messages come by themselves. One of your own:"), Trial.command(command))
                : List.of(Trial.note("What is sent to the topic " + topic + ":"), Trial.command(command));
    }

    /** A token that is a secret stays one. */
    private String bearer(String property, String variable) {
        return LOCAL.equals(property(property))
                ? "-H 'Authorization: Bearer " + LOCAL + "'"
                : "-H \"Authorization: Bearer $" + variable + "\"";
    }

    private String property(String key) {
        return context.resolvePropertyPlaceholders("{{" + key + "}}");
    }
}
