package io.camelpg.app.metrics;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * A message that can never be counted, on its way to the dead letter topic.
 *
 * @param original as camel-kafka made it
 * @param reason why; contains nothing of the message
 */
public record PoisonMessage(Message original, String reason) {
    /** Brokers take this much, and the headers, without being told to. */
    private static final int SHORT = 512 * 1024;

    /**
     * Makes the message of an exchange what Camel's Kafka producer sends: key, value and headers as they came, and where
     * they came from. The body is a PoisonMessage.
     */
    public static void fill(Exchange exchange) {
        PoisonMessage poison = exchange.getMessage().getBody(PoisonMessage.class);
        Message original = poison.original;
        Map<String, Object> headers = new TreeMap<>();
        for (Header header : original.getHeader(KafkaConstants.HEADERS, Headers.class)) {
            if (header.value() != null
                    && !header.key().equals(DatabasePositionedConsumer.TOPIC_ID)
                    && !isCamels(header.key())) {
                headers.put(header.key(), header.value());
            }
        }
        headers.put("dlq-reason", poison.reason);
        headers.put("dlq-topic", original.getHeader(KafkaConstants.TOPIC));
        headers.put("dlq-partition", text(original, KafkaConstants.PARTITION));
        headers.put("dlq-offset", text(original, KafkaConstants.OFFSET));
        headers.put("dlq-timestamp", text(original, KafkaConstants.TIMESTAMP));
        Object key = original.getHeader(KafkaConstants.KEY);
        if (key != null) {
            headers.put(KafkaConstants.KEY, key);
        }
        Message message = exchange.getMessage();
        message.setBody(original.getBody());
        message.setHeaders(headers);
    }

    /** Such a header would say to which topic or partition the producer sends, or when. */
    private static boolean isCamels(String header) {
        return header.toLowerCase(Locale.ROOT).startsWith("kafka.");
    }

    private static String text(Message message, String header) {
        return String.valueOf(message.getHeader(header));
    }

    /** Keeps the beginning of a body that brokers refuse, with a header that says how long it was. */
    public static void shorten(Exchange exchange) {
        Message message = exchange.getMessage();
        byte[] value = message.getBody(byte[].class);
        message.setHeader("dlq-shortened-from", Integer.toString(value.length));
        message.setBody(Arrays.copyOf(value, Math.min(value.length, SHORT)));
    }
}
