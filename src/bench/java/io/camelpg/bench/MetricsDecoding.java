package io.camelpg.bench;

import io.camelpg.app.metrics.DecodedMetric;
import java.math.BigDecimal;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The limit of W9: the messages are read and decoded, and that is all. */
final class MetricsDecoding {
    static final String NAME = "consume and decode only";
    private static final long PATIENCE_SECONDS = 180;

    private final String brokers;

    MetricsDecoding(String brokers) {
        this.brokers = brokers;
    }

    /** Messages per second from the end of the first poll to that of the last; those of the first are not counted. */
    double perSecond(MetricsTopic topic) throws Exception {
        CompletableFuture<Double> rate = new CompletableFuture<>();
        Progress progress = new Progress();
        MetricsConsumer consumer =
                new MetricsConsumer(brokers, topic.name(), MetricsConsumer.LARGE, (kafka, records) -> {
                    for (ConsumerRecord<byte[], byte[]> record : records) {
                        progress.sum = progress.sum.add(
                                DecodedMetric.of(record.value()).latency());
                    }
                    progress.records += records.count();
                    if (progress.first == 0) {
                        progress.first = records.count();
                        progress.begin = System.nanoTime();
                    }
                    if (progress.records == topic.records()) {
                        rate.complete((progress.records - progress.first) * 1e9 / (System.nanoTime() - progress.begin));
                    }
                });
        double perSecond;
        try {
            perSecond = rate.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } finally {
            consumer.close();
        }
        if (progress.records != topic.records() || progress.sum.compareTo(topic.sum()) != 0) {
            throw new WrongAnswer(NAME + ": " + progress.records + " messages with the sum " + progress.sum);
        }
        return perSecond;
    }

    private static final class Progress {
        private BigDecimal sum = BigDecimal.ZERO;
        private int records;
        private int first;
        private long begin;
    }
}
