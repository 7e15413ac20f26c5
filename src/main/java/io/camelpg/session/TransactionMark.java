package io.camelpg.session;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Field;
import org.postgresql.core.Tuple;

/**
 * By what a transaction can be asked for later. Its id alone is not enough: a server that crashes forgets the ids of
 * transactions of which nothing was durable, and gives them out again.
 *
 * @param id as {@code txid_current_if_assigned()} has it
 * @param recovered where the server's last recovery had ended, null where it had started without one
 * @param started when the server was started
 */
record TransactionMark(long id, @Nullable String recovered, String started) {
    /** The id is null as long as the transaction has changed nothing. */
    static final String QUERY =
            "SELECT pg_catalog.txid_current_if_assigned(), pg_catalog.pg_last_wal_replay_lsn()::text, "
                    + TransactionMark.STARTED;

    private static final String STARTED =
            "(extract(epoch FROM pg_catalog.pg_postmaster_start_time()) * 1000000)::bigint::text";

    /**
     * What became of the transaction, for {@link #values()}. A commit is believed only where the server has neither
     * recovered nor started since: after one crash it could be known by how far the recovery came, but after a second one
     * no longer, and nobody counts them. No answer otherwise. That a transaction was aborted is true even if it is
     * another's, because an id is given out again only where nothing of the first was kept.
     */
    static final String STATUS = "SELECT CASE WHEN status <> 'committed'"
            + " OR (recovered IS NOT DISTINCT FROM $2::text::pg_lsn AND started = $3::text) THEN status END"
            + " FROM (SELECT pg_catalog.txid_status($1) AS status, pg_catalog.pg_last_wal_replay_lsn() AS recovered, "
            + TransactionMark.STARTED + " AS started) AS now";

    /** Null as long as the transaction has changed nothing. */
    static @Nullable TransactionMark read(Field[] fields, List<Tuple> tuples) {
        Tuple tuple = tuples.isEmpty() ? null : tuples.get(0);
        byte[] id = tuple == null ? null : tuple.get(0);
        if (tuple == null || id == null) {
            return null;
        }
        long number = fields[0].getFormat() == Field.BINARY_FORMAT
                ? ByteBuffer.wrap(id).getLong()
                : Long.parseLong(text(id));
        byte[] recovered = tuple.get(1);
        return new TransactionMark(number, recovered == null ? null : text(recovered), text(tuple.get(2)));
    }

    /** Text is the same in both formats. */
    private static String text(byte @Nullable [] value) {
        return value == null ? "" : new String(value, StandardCharsets.US_ASCII);
    }

    @Nullable
    Object[] values() {
        return new @Nullable Object[] {id, recovered, started};
    }
}
