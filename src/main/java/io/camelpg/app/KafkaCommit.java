package io.camelpg.app;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
     * @param records as camel-kafka's batching consumer gives them, with allowManualCommit
     */
    public static void lastOfEachPartition(List<Exchange> records) {
        Map<Integer, KafkaManualCommit> last = new LinkedHashMap<>();
        for (Exchange record : records) {
            last.put(
                    record.getMessage().getHeader(KafkaConstants.PARTITION, Integer.class),
                    record.getMessage().getHeader(KafkaConstants.MANUAL_COMMIT, KafkaManualCommit.class));
        }
        try {
            last.values().forEach(KafkaManualCommit::commit);
        } catch (KafkaException e) {
            LOG.debug("Kafka's own offsets stay behind", e);
        }
    }
}
