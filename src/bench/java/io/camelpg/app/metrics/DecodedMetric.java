package io.camelpg.app.metrics;

import java.math.BigDecimal;

/** A message as the route decodes it, for contenders that have to decode the same. */
public record DecodedMetric(String metric, BigDecimal latency, String status, String time) {
    /** @throws RuntimeException where it is no message */
    public static DecodedMetric of(byte[] json) {
        MetricsMessage message = MetricsMessage.parse(json);
        return new DecodedMetric(
                message.metric(),
                message.latency(),
                message.status(),
                message.time().toString());
    }
}
