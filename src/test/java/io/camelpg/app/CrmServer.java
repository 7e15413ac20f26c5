package io.camelpg.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.ToIntFunction;

/** The CRM that is told of what was written: it remembers what it got and answers what a test wants. */
final class CrmServer implements AutoCloseable {
    /** What came in. */
    record Told(String key, String signature, String body) {}

    private final List<Told> told = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private volatile ToIntFunction<Told> status = request -> 204;

    CrmServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(threads);
        server.createContext("/told", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Told request = new Told(
                    exchange.getRequestHeaders().getFirst("Idempotency-Key"),
                    exchange.getRequestHeaders().getFirst("X-Signature-256"),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            told.add(request);
            exchange.sendResponseHeaders(status.applyAsInt(request), -1);
        }
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort() + "/told";
    }

    /** From now on; may block, which holds the answer. */
    void answerWith(ToIntFunction<Told> answer) {
        status = answer;
    }

    /** In the order of arrival. */
    List<Told> told() {
        return told;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
