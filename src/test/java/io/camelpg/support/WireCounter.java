package io.camelpg.support;

import io.camelpg.support.WireMessage.Sender;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The running figures of a proxy. Thread-safe: every relay of every connection counts here. */
final class WireCounter {
    private final Map<Character, Long> client = new HashMap<>();
    private final Map<Character, Long> server = new HashMap<>();
    private final List<String> statements = new ArrayList<>();
    private boolean recording;
    private long roundTrips;
    private long connections;
    private long cancelRequests;

    /** Counts and numbers a message. */
    synchronized WireMessage message(Sender sender, char type, String text) {
        long number = (sender == Sender.CLIENT ? client : server).merge(type, 1L, Long::sum);
        if (recording && sender == Sender.CLIENT && (type == 'P' || type == 'Q')) {
            statements.add(text);
        }
        return new WireMessage(sender, type, number, text);
    }

    synchronized void roundTrip() {
        roundTrips++;
    }

    synchronized void connection() {
        connections++;
    }

    synchronized void cancelRequest() {
        cancelRequests++;
    }

    synchronized void record(boolean record) {
        recording = record;
    }

    synchronized void reset() {
        client.clear();
        server.clear();
        statements.clear();
        roundTrips = 0;
        connections = 0;
        cancelRequests = 0;
    }

    synchronized WireCounts snapshot() {
        return new WireCounts(client, server, roundTrips, connections, cancelRequests);
    }

    synchronized List<String> statements() {
        return List.copyOf(statements);
    }
}
