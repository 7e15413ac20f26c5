package io.camelpg.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A real browser without a window, spoken to by the Chrome DevTools Protocol over the JDK's WebSocket. */
public final class HeadlessChromium implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PATIENCE_SECONDS = 30;
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");

    private final Process process;
    private final WebSocket socket;
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> open = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    /** Whether this machine has one. */
    public static boolean isInstalled() {
        return program() != null;
    }

    private static Path program() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .flatMap(directory -> NAMES.stream().map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    /** @param profile an empty directory, which stays */
    public HeadlessChromium(Path profile) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                program().toString(),
                "--headless=new",
                // as root, and in containers
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--disable-gpu",
                "--disable-extensions",
                "--disable-background-networking",
                "--no-first-run",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank");
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("HOME", profile.toString());
        process = builder.start();
        Path port = profile.resolve("DevToolsActivePort");
        Await.until("the browser listens", () -> {
            try {
                return Files.exists(port) && Files.readAllLines(port).size() == 2;
            } catch (IOException e) {
                return false;
            }
        });
        HttpClient http = HttpClient.newHttpClient();
        URI pages = URI.create("http://127.0.0.1:" + Files.readAllLines(port).get(0) + "/json/list");
        JsonNode page =
                JSON.readTree(http.send(HttpRequest.newBuilder(pages).build(), HttpResponse.BodyHandlers.ofString())
                        .body());
        socket = http.newWebSocketBuilder()
                .buildAsync(URI.create(page.get(0).get("webSocketDebuggerUrl").asText()), new Answers())
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        for (String domain : List.of("Page", "Runtime", "Network", "Log")) {
            send(domain + ".enable", Map.of());
        }
    }

    private final class Answers implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                try {
                    on(JSON.readTree(text.toString()));
                } catch (IOException e) {
                    complaints.add(e.toString());
                }
                text.setLength(0);
            }
            from.request(1);
            return null;
        }
    }

    private void on(JsonNode message) {
        if (message.has("id")) {
            open.remove(message.get("id").asInt()).complete(message);
            return;
        }
        JsonNode parameters = message.path("params");
        switch (message.path("method").asText()) {
            case "Network.requestWillBeSent" ->
                requests.add(parameters.path("request").path("url").asText());
            case "Runtime.exceptionThrown" ->
                complaints.add(parameters.path("exceptionDetails").toString());
            case "Runtime.consoleAPICalled" -> {
                if (parameters.path("type").asText().matches("error|warning|assert")) {
                    complaints.add(parameters.path("args").toString());
                }
            }
            case "Log.entryAdded" -> {
                if (parameters.path("entry").path("level").asText().matches("error|warning")) {
                    complaints.add(parameters.path("entry").toString());
                }
            }
            default -> {
                // of no interest here
            }
        }
    }

    /** A command of the protocol, and its result. */
    public JsonNode send(String method, Map<String, ?> parameters) throws Exception {
        int id = ids.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        open.put(id, answer);
        ObjectNode command = JSON.createObjectNode().put("id", id).put("method", method);
        command.set("params", JSON.valueToTree(parameters));
        socket.sendText(command.toString(), true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        JsonNode result = answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (result.has("error")) {
            throw new IllegalStateException(method + ": " + result.get("error"));
        }
        return result.path("result");
    }

    /** As wide and as high, in CSS pixels. */
    public void size(int width, int height) throws Exception {
        send(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
    }

    /** A media feature, such as {@code prefers-color-scheme}. */
    public void prefer(String feature, String value) throws Exception {
        send("Emulation.setEmulatedMedia", Map.of("features", List.of(Map.of("name", feature, "value", value))));
    }

    /** Returns when the page is there. */
    public void open(String url) throws Exception {
        send("Page.navigate", Map.of("url", url));
        until("document.readyState === 'complete' && location.href === '" + url + "'");
    }

    /** What an expression gives; a promise's value. */
    public JsonNode evaluate(String script) throws Exception {
        JsonNode result = send(
                "Runtime.evaluate",
                Map.of("expression", script, "returnByValue", true, "awaitPromise", true, "userGesture", true));
        if (result.has("exceptionDetails")) {
            throw new IllegalStateException(script + ": " + result.get("exceptionDetails"));
        }
        return result.path("result").path("value");
    }

    /** Waits until an expression is true. */
    public void until(String script) {
        Await.until(script, () -> {
            try {
                return evaluate("!!(" + script + ")").asBoolean();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** Presses a key of the keyboard, such as Tab or Enter. */
    public void press(String key) throws Exception {
        int code =
                switch (key) {
                    case "Tab" -> 9;
                    case "Enter" -> 13;
                    case " " -> 32;
                    default -> throw new IllegalArgumentException(key);
                };
        String text = key.equals("Enter") ? "\r" : key.equals(" ") ? " " : "";
        send(
                "Input.dispatchKeyEvent",
                Map.of(
                        "type",
                        text.isEmpty() ? "rawKeyDown" : "keyDown",
                        "key",
                        key,
                        "code",
                        key.equals(" ") ? "Space" : key,
                        "windowsVirtualKeyCode",
                        code,
                        "text",
                        text));
        send("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key, "code", key, "windowsVirtualKeyCode", code));
    }

    /** Writes into what has the focus. */
    public void type(String text) throws Exception {
        send("Input.insertText", Map.of("text", text));
    }

    /** The page as a PNG, all of it. */
    public void screenshot(Path file) throws Exception {
        String data = send("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true))
                .path("data")
                .asText();
        Files.createDirectories(file.getParent());
        Files.write(file, Base64.getDecoder().decode(data));
    }

    /** The addresses of all requests so far. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** Errors and warnings of console, network and scripts so far. */
    public List<String> complaints() {
        return List.copyOf(complaints);
    }

    @Override
    public void close() throws Exception {
        socket.abort();
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
