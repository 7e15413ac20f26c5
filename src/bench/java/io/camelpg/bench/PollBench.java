package io.camelpg.bench;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.DoubleStream;

/** Incremental reads (W8): what a poll costs where nothing, one row of ten thousand or one of a hundred has changed. */
final class PollBench {
    static final String ID = "W8";

    private final BenchServer server;
    private final int rows;
    private final int rounds;
    private final Random random = new Random(8);

    PollBench(BenchServer server, Pace pace) {
        this.server = server;
        this.rows = Integer.getInteger("bench.rows", pace.streamRows);
        this.rounds = pace.rounds;
    }

    void run(Report report) throws Exception {
        report.line("### " + String.format(Locale.ROOT, "%,d rows with an index on updated_at", rows));
        report.line("");
        report.line("Milliseconds of a poll, median (min–max).");
        report.line("");
        List<PollContender> contenders = List.of(PollContender.raw(), PollContender.pg(), PollContender.sql());
        try {
            for (int i = 0; i < contenders.size(); i++) {
                create("w8_" + i);
                contenders.get(i).start(server, "w8_" + i);
            }
            report.line("| contender | nothing changed | 0.01 % | 1 % |");
            report.line("|---|---|---|---|");
            Spread[][] figures = new Spread[contenders.size()][];
            for (int i = 0; i < contenders.size(); i++) {
                figures[i] = new Spread[3];
            }
            int[] changes = {0, Math.max(1, rows / 10_000), rows / 100};
            for (int level = 0; level < changes.length; level++) {
                measure(contenders, changes[level], level, figures);
            }
            for (int i = 0; i < contenders.size(); i++) {
                StringBuilder line = new StringBuilder("| " + contenders.get(i).name() + " |");
                for (Spread spread : figures[i]) {
                    line.append(String.format(
                            Locale.ROOT, " %.2f (%.2f–%.2f) |", spread.median(), spread.min(), spread.max()));
                }
                report.line(line.toString());
            }
            report.line("");
            contenders.forEach(contender -> report.line("- " + contender.name() + ": `" + contender.how() + "`"));
            report.line("");
        } finally {
            for (PollContender contender : contenders) {
                contender.close();
            }
        }
    }

    private void create(String table) throws Exception {
        server.prepare("DROP TABLE IF EXISTS " + table + "; CREATE TABLE " + table
                + " (id int PRIMARY KEY, name text, price numeric(12,2), updated_at timestamptz NOT NULL);"
                + " INSERT INTO " + table + " SELECT i, 'item ' || i, i, now() - (" + rows
                + " - i) * interval '1 s' - interval '1 hour'"
                + " FROM generate_series(1, " + rows + ") i; CREATE INDEX ON " + table + " (updated_at)");
    }

    private void measure(List<PollContender> contenders, int changed, int level, Spread[][] figures) throws Exception {
        int polls = changed == 0 ? 50 : 1;
        double[][] millis = new double[contenders.size()][rounds];
        for (int round = -2; round < rounds; round++) {
            for (int turn = 0; turn < contenders.size(); turn++) {
                int i = (turn + Math.max(0, round)) % contenders.size();
                if (changed > 0) {
                    change("w8_" + i, changed);
                }
                long start = System.nanoTime();
                int found = 0;
                for (int poll = 0; poll < polls; poll++) {
                    found += contenders.get(i).poll();
                }
                long nanos = System.nanoTime() - start;
                if (found != changed) {
                    throw new WrongAnswer(contenders.get(i).name() + " found " + found + " rows instead of " + changed);
                }
                if (round >= 0) {
                    millis[i][round] = nanos / 1e6 / polls;
                }
            }
        }
        for (int i = 0; i < contenders.size(); i++) {
            figures[i][level] = Spread.of(DoubleStream.of(millis[i]));
        }
    }

    private void change(String table, int rowsOf) throws Exception {
        try (var connection = server.connect();
                var statement = connection.createStatement()) {
            int step = rows / rowsOf;
            statement.execute("UPDATE " + table + " SET updated_at = clock_timestamp() WHERE id % " + step + " = "
                    + random.nextInt(step));
        }
    }
}
