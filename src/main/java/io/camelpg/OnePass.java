package io.camelpg;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import org.apache.camel.Exchange;
import org.apache.camel.spi.Synchronization;

/**
 * Holds that a streamed body is read once and by one exchange. Camel resets a cached body between two steps, and asks for a
 * copy where another exchange gets it as well: two readers of one stream would each get a part of the rows, and not know.
 * Used by the thread that has the exchange.
 */
final class OnePass {
    private final Synchronization closing;
    private boolean begun;
    private boolean spent;

    /** @param closing goes with the exchange that the stream belongs to */
    OnePass(Synchronization closing) {
        this.closing = closing;
    }

    /**
     * Somebody reads.
     *
     * @throws PgException PG-311 if somebody else does, or has done so
     */
    void read() {
        if (spent) {
            throw new PgException(
                    PgErrorCode.STREAM_CLOSED,
                    "the body is a stream of rows that is read once, and somebody else reads it or has done so",
                    null,
                    "Read it once, in one step; for several readers take outputType=list, or turn json, ndjson and csv"
                            + " into a String or bytes first (convertBodyTo) where they are small",
                    null);
        }
        begun = true;
    }

    /** The next step gets the body: what has been read is gone, and the rest is not the whole. */
    void reset() {
        spent |= begun;
    }

    /**
     * Another exchange gets the body, too. One that takes over (from a SEDA queue) may read; multicast and wire tap get
     * a copy that cannot be read.
     */
    OnePass copy(Exchange exchange) {
        OnePass copy = new OnePass(closing);
        if (exchange.getExchangeExtension().containsOnCompletion(closing) && !begun) {
            spent = true;
        } else {
            copy.spent = true;
        }
        return copy;
    }

    /** Whether closing the body closes the stream: a copy has nothing to close. */
    boolean owns() {
        return !spent || begun;
    }
}
