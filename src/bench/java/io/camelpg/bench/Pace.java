package io.camelpg.bench;

/** How long a run takes: {@code quick} for a look during work, {@code full} for figures to publish. */
enum Pace {
    QUICK(1_500, 7, 350, 1_000_000, 100_000, 3, 4),
    FULL(6_000, 11, 2_000, 10_000_000, 400_000, 5, 15);

    /** Of each contender at each level of concurrency; it covers the JIT compiler and server-prepared statements. */
    final int warmUpMillis;

    final int rounds;
    final int sliceMillis;
    /** Rows of the big stream. */
    final int streamRows;
    /** Of the backlog in Kafka. */
    final int messages;
    /** Of messages at a fixed rate, and how long each of them is. */
    final int liveRounds;

    final int liveSeconds;

    Pace(int warmUpMillis, int rounds, int sliceMillis, int streamRows, int messages, int liveRounds, int liveSeconds) {
        this.warmUpMillis = warmUpMillis;
        this.rounds = rounds;
        this.sliceMillis = sliceMillis;
        this.streamRows = streamRows;
        this.messages = messages;
        this.liveRounds = liveRounds;
        this.liveSeconds = liveSeconds;
    }
}
