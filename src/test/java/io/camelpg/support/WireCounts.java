package io.camelpg.support;

import java.util.Map;
import java.util.TreeMap;

/**
 * What passed since the last reset, over all connections of a proxy.
 *
 * @param client messages of clients by letter: {@code P} Parse, {@code B} Bind, {@code D} Describe, {@code E} Execute,
 *     {@code S} Sync, {@code Q} Query, {@code C} Close, {@code H} Flush, {@code d} CopyData, {@code X} Terminate …
 * @param server messages of the server by letter: {@code D} DataRow, {@code C} CommandComplete, {@code Z} ReadyForQuery …
 * @param roundTrips how often a client waited: each ReadyForQuery that leaves no Sync and no Query unanswered, and each
 *     CopyInResponse, for which a client waits before it sends rows. What is pipelined in one write counts once; in
 *     several writes (the driver's buffer holds 8 KiB) an answer may come in between and count too. Waits after a Flush
 *     are not in it, nor is the start of a connection.
 * @param connections connections accepted, those for a CancelRequest included
 * @param cancelRequests CancelRequest packets
 */
public record WireCounts(
        Map<Character, Long> client,
        Map<Character, Long> server,
        long roundTrips,
        long connections,
        long cancelRequests) {

    public WireCounts {
        client = Map.copyOf(client);
        server = Map.copyOf(server);
    }

    /** How many messages of this letter clients sent. */
    public long client(char type) {
        return client.getOrDefault(type, 0L);
    }

    /** How many messages of this letter the server sent. */
    public long server(char type) {
        return server.getOrDefault(type, 0L);
    }

    /** Each Sync and each Query that was answered, pipelined or not, and each connection that was made. */
    public long readyForQueries() {
        return server('Z');
    }

    /** Letters in order, for the text of a failed assertion. */
    @Override
    public String toString() {
        return "client " + new TreeMap<>(client) + ", server " + new TreeMap<>(server) + ", round trips " + roundTrips
                + ", connections " + connections + ", cancel requests " + cancelRequests;
    }
}
