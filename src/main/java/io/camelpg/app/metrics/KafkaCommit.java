package io.camelpg.app.metrics;

import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells Kafka how far a batch went, for those who watch the group's lag; the positions that count are elsewhere. */
public final class KafkaCommit {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaCommit.class);

    private KafkaCommit() {}

    /**
     * Commits the last record of each partition. Where Kafka does not take it, in the middle of a rebalance for instance,
     * the next batch's will do.
     *
     * @param batch of records as camel-kafka's batching consumer gives them, with allowManualCommit
     */
    public static void lastOfEachPartition(MetricsBatch batch) {
        try {
            for (Exchange last : batch.lasts()) {
                last.getMessage()
                        .getHeader(KafkaConstants.MANUAL_COMMIT, KafkaManualCommit.class)
                        .commit();
            }
        } catch (KafkaException e) {
            LOG.debug("Kafka's own offsets stay behind", e);
        }
    }
}
