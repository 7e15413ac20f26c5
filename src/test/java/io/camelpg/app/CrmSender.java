package io.camelpg.app;

import io.camelpg.support.TestPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The CRM as it sends webhooks: signed, and with the patience that such senders have. */
final class CrmSender {
    static final String SECRET = "#s3cret-{{of}}-the-tests";

    private static final String JSON = "application/json";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private CrmSender() {}

    static HttpResponse<String> post(ForkedApplication application, String body, String... headers)
            throws IOException, InterruptedException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return post(application, bytes, JSON, signature(SECRET, bytes), headers);
    }

    static HttpResponse<String> post(
            ForkedApplication application, byte[] body, String contentType, String signature, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + application.httpPort() + "/webhooks/crm/customers"))
                .timeout(PATIENCE)
                .header("Content-Type", contentType)
                .POST(BodyPublishers.ofByteArray(body));
        if (signature != null) {
            request.header("X-Signature-256", signature);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    static String signature(String secret, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A customer in a version that is so many seconds old at the first of November 2025. */
    static String customer(int id, String name, int version) {
        return "{\"id\":%d,\"name\":\"%s\",\"email\":\"c%d@example.com\",\"updated_at\":\"2025-11-01T00:%02d:%02dZ\"}"
                .formatted(id, name, id, version / 60, version % 60);
    }

    /** For an application with a database of the tests' server, or of a proxy before it, and nothing embedded. */
    static Map<String, String> environment(String database, int port, CrmServer crm) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "POSTGRES_HOST", "localhost",
                "POSTGRES_PORT", Integer.toString(port),
                "POSTGRES_DATABASE", database,
                "POSTGRES_USERNAME", "postgres",
                "POSTGRES_SSLMODE", "disable",
                "KAFKA_BROKERS", "localhost:1",
                "SMTP_HOST", "localhost",
                "CRM_WEBHOOK_SECRET", SECRET + ", the-next-one",
                "CRM_CALLBACK_SECRET", "callback"));
        environment.put("CRM_CALLBACK_URL", crm.url());
        return environment;
    }

    static Map<String, String> environment(String database, CrmServer crm) {
        return environment(database, TestPostgres.port(), crm);
    }
}
