package io.camelpg;

import io.camelpg.row.RowFormat;
import io.camelpg.row.RowIterator;
import io.camelpg.row.RowStream;
import org.apache.camel.Exchange;
import org.apache.camel.spi.Synchronization;
import org.apache.camel.support.SynchronizationAdapter;

/** Bodies that are read after the call: whatever becomes of them, the connection is back when the exchange completes. */
final class StreamedRows {
    /** Told once, at the end of the exchange. */
    interface Ended {
        /** @param counted whether the rows were known when the call ended, and counted then */
        void of(Exchange exchange, RowStream rows, boolean counted);
    }

    private StreamedRows() {}

    static RowIteratorCache until(Exchange exchange, RowIterator<Object> body, RowStream rows, Ended ended) {
        Synchronization closing = closing(rows, ended);
        exchange.getExchangeExtension().addOnCompletion(closing);
        return new RowIteratorCache(body, rows, new OnePass(closing));
    }

    static RowStreamCache until(Exchange exchange, RowStream rows, RowFormat format, Ended ended) {
        Synchronization closing = closing(rows, ended);
        exchange.getExchangeExtension().addOnCompletion(closing);
        return new RowStreamCache(rows, format, new OnePass(closing));
    }

    private static Synchronization closing(RowStream rows, Ended ended) {
        boolean counted = rows.total() >= 0;
        return new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                if (!counted) {
                    rows.close();
                }
                ended.of(done, rows, counted);
            }

            @Override
            public boolean allowHandover() {
                // With the exchange handed to another thread, the body goes along.
                return true;
            }
        };
    }
}
