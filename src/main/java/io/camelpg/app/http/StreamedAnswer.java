package io.camelpg.app.http;

import io.camelpg.PgConstants;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers with a stream while it is made, on the route's thread, so that the exchange lasts as long as the answer: what the
 * log and the metrics say afterwards has been sent. An answer that could not be finished never looks whole: its connection is
 * closed. (As Camel 4.18 sends streams, a client that goes away leaves the exchange open, and a stream that fails leaves the
 * client waiting.)
 */
public final class StreamedAnswer {
    /** The variable that has, afterwards, how many rows were sent. */
    private static final String ROWS = "rowsSent";

    private static final Logger LOG = LoggerFactory.getLogger(StreamedAnswer.class);
    private static final int CHUNK = 32 * 1024;
    private static final long SECONDS_FOR_A_CHUNK = 60;
    private static final long SECONDS_TO_CLOSE = 10;

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Semaphore drained = new Semaphore(0);

    private StreamedAnswer(HttpServerRequest request) {
        this.request = request;
        this.response = request.response();
        response.drainHandler(ready -> drained.release());
    }

    /**
     * Sends the body, which is empty afterwards. {@link HttpClientWatch#begin} has to come first.
     *
     * @param exchange its body is a stream of {@code pg:}, whose number of rows will be in the variable {@code rowsSent}; its header {@code Content-Type} is the answer's
     * @throws ClientGoneException where the client went, or did not read for a minute
     */
    public static void send(Exchange exchange) throws Exception {
        StreamedAnswer answer = new StreamedAnswer(HttpClientWatch.request(exchange));
        InputStream body = exchange.getMessage().getMandatoryBody(InputStream.class);
        try (InputStream stream = body) {
            byte[] chunk = new byte[CHUNK];
            // before the head, so that what fails at once gets an answer of its own
            int count = stream.readNBytes(chunk, 0, CHUNK);
            answer.begin(exchange.getMessage().getHeader(Exchange.CONTENT_TYPE, String.class));
            while (count > 0) {
                answer.write(Buffer.buffer(count).appendBytes(chunk, 0, count));
                count = stream.readNBytes(chunk, 0, CHUNK);
            }
            answer.end(exchange);
        } catch (IOException | RuntimeException e) {
            answer.abandon();
            throw e;
        } finally {
            exchange.setVariable(ROWS, body instanceof StreamCache rows ? rows.position() : 0);
        }
        exchange.getMessage().setBody(null);
    }

    private void begin(String contentType) {
        response.setStatusCode(200).setChunked(true).putHeader(Exchange.CONTENT_TYPE, contentType);
        response.putHeader("Trailer", "Extract-Cursor");
    }

    private void write(Buffer chunk) throws IOException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_FOR_A_CHUNK);
        while (!response.closed()) {
            // of drains that nobody waited for; one that comes from here on is seen by the question or ends the waiting
            drained.drainPermits();
            if (!response.writeQueueFull()) {
                break;
            }
            if (System.nanoTime() - until > 0) {
                throw new ClientGoneException("the client did not read for " + SECONDS_FOR_A_CHUNK + " seconds", null);
            }
            waitForRoom();
        }
        if (response.closed()) {
            throw new ClientGoneException("the client went", null);
        }
        response.write(chunk);
    }

    private void waitForRoom() throws IOException {
        try {
            drained.tryAcquire(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("stopped while the client was reading", e);
        }
    }

    private void end(Exchange exchange) throws IOException {
        String cursor = exchange.getMessage().getHeader(PgConstants.CURSOR, String.class);
        if (cursor != null) {
            response.putTrailer("Extract-Cursor", cursor);
        }
        try {
            response.end().toCompletionStage().toCompletableFuture().get(SECONDS_FOR_A_CHUNK, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new ClientGoneException("the client did not take the end of the answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("stopped while the client was reading", e);
        }
    }

    /** Where nothing has been sent, the route can still say what happened. */
    private void abandon() {
        if (!response.headWritten() || response.ended()) {
            return;
        }
        if (request.version() == HttpVersion.HTTP_2) {
            response.reset();
        } else {
            closeConnection();
        }
        try {
            // nothing leaves any more; Camel takes the answer for given
            response.end();
        } catch (IllegalStateException e) {
            LOG.debug("The answer had ended by itself", e);
        }
    }

    /** And is sure that it is closed: what is written before would still be sent. */
    private void closeConnection() {
        try {
            request.connection()
                    .close()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(SECONDS_TO_CLOSE, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("The connection of an answer that could not be finished did not close", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
