package io.camelpg.app.metrics;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Random;

/** Made-up traffic of a small shop, for looking at the charts: a few metrics, slow at times, with errors now and then. */
public final class MetricsSample {
    private static final long SLOW_EVERY_SECONDS = 180;
    private static final long SLOW_FOR_SECONDS = 40;

    private final Random random = new Random();

    /** A message of now, as JSON. */
    public String message() {
        Source source = Source.values()[random.nextInt(Source.values().length)];
        long second = Instant.now().getEpochSecond();
        boolean slow = source == Source.checkout && second % SLOW_EVERY_SECONDS < SLOW_FOR_SECONDS;
        double latency = source.typicalMillis * Math.exp(random.nextGaussian() / 2) * (slow ? 12 : 1);
        int status = random.nextInt(100) < source.errorPercent ? 503 : 200;
        return "{\"metric\":\"" + source + "\",\"latency\":"
                + BigDecimal.valueOf(latency)
                        .setScale(3, RoundingMode.HALF_EVEN)
                        .toPlainString()
                + ",\"status\":" + status + ",\"time\":\"" + Instant.now() + "\"}";
    }

    private enum Source {
        search(25, 1),
        cart(40, 1),
        checkout(120, 3),
        payment(300, 5);

        private final double typicalMillis;
        private final int errorPercent;

        Source(double typicalMillis, int errorPercent) {
            this.typicalMillis = typicalMillis;
            this.errorPercent = errorPercent;
        }
    }
}
