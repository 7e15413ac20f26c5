package io.camelpg.type;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.type.WireSession.Value;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** Values from the wire with a few bytes changed, cut off or added. */
final class WireDamage {
    private WireDamage() {}

    /** Bytes that were damaged on their way give another value, or an error of this component; nothing else. */
    static void tolerated(long seed, List<Value> values) {
        Random random = new Random(seed);
        for (Value value : values) {
            for (int i = 0; i < 10; i++) {
                byte[] bytes = value.bytes().clone();
                for (int k = random.nextInt(3); k >= 0 && bytes.length > 0; k--) {
                    bytes[random.nextInt(bytes.length)] = (byte)
                            (random.nextBoolean() ? random.nextInt(256) : "{}()[],\":-9 0".charAt(random.nextInt(13)));
                }
                if (random.nextBoolean()) {
                    bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 3));
                }
                Value damaged = new Value(value.type(), value.typmod(), value.format(), bytes);
                for (Runnable use : List.<Runnable>of(damaged::read, damaged::json, damaged::text)) {
                    try {
                        use.run();
                    } catch (PgException e) {
                        assertThat(e.errorCode()).isEqualTo(PgErrorCode.DATA_ERROR);
                    } catch (RuntimeException e) {
                        throw new AssertionError(
                                value.type() + " " + value.format() + " "
                                        + HexFormat.of().formatHex(bytes),
                                e);
                    }
                }
            }
        }
    }
}
