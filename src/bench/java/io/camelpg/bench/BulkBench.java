package io.camelpg.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.postgresql.PGConnection;

/** Many rows in one call: into a table (W6), out of it (W7), and from a thousand on (W10). */
final class BulkBench {
    static final String LOAD = "W6";
    static final String EXTRACT = "W7";
    static final String SCALE = "W10";

    private final BenchServer server;
    private final Pace pace;
    private final int rows;

    BulkBench(BenchServer server, Pace pace) {
        this.server = server;
        this.pace = pace;
        this.rows = Integer.getInteger("bench.rows", pace.streamRows);
    }

    private int rounds() {
        return Integer.getInteger("bench.rounds", pace == Pace.QUICK ? 3 : 5);
    }

    void load(Report report) throws Exception {
        Path csv = csv(rows);
        try {
            BulkRound round = new BulkRound(report, server, rounds());
            List<BulkContender> contenders = new ArrayList<>(
                    List.of(LoadByHand.psql(csv), LoadByHand.copyManager(csv), LoadCamel.csv(csv), LoadCamel.maps()));
            contenders.add(LoadByHand.pgBulkInsert());
            contenders.add(LoadCamel.sql(true));
            contenders.add(LoadCamel.sql(false));
            round.run(
                    String.format(Locale.ROOT, "%,d rows of nine columns into an empty table", rows), rows, contenders);
        } finally {
            Files.delete(csv);
        }
    }

    /** What psql and we read. */
    private Path csv(int count) throws Exception {
        Path file = Files.createTempFile("camel-pg-bench", ".csv");
        try (var connection = server.connect();
                var out = Files.newOutputStream(file)) {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut("COPY (" + BulkRows.select(count) + ") TO STDOUT (FORMAT csv, HEADER)", out);
        }
        return file;
    }

    void extract(Report report) throws Exception {
        table(rows);
        BulkRound round = new BulkRound(report, server, rounds());
        String size = String.format(Locale.ROOT, "%,d rows of nine columns", rows);
        round.run(
                size + " as text",
                rows,
                List.of(
                        ExtractByHand.copy("text"),
                        ExtractCamel.lines("ndjson", 0),
                        ExtractCamel.lines("csv", 1),
                        ExtractCamel.parallel("ndjson"),
                        ExtractCamel.query("ndjson"),
                        ExtractCamel.sqlJackson()));
        round.run(size + " as maps", rows, List.of(ExtractByHand.maps(), ExtractCamel.maps()));
    }

    private void table(int count) throws Exception {
        server.prepare("DROP TABLE IF EXISTS " + ExtractContender.TABLE + "; CREATE TABLE " + ExtractContender.TABLE
                + " " + BulkRows.COLUMNS + "; INSERT INTO " + ExtractContender.TABLE + " " + BulkRows.select(count));
    }

    /** Ten times the rows are to take ten times as long. */
    void scale(Report report) throws Exception {
        List<double[]> loads = new ArrayList<>();
        List<double[]> extracts = new ArrayList<>();
        for (int count = 1_000; count <= rows; count *= 10) {
            table(count);
            BulkRound round = new BulkRound(report, server, rounds());
            String size = String.format(Locale.ROOT, "%,d rows", count);
            loads.add(round.run(size + " in", count, List.of(LoadByHand.pgBulkInsert(), LoadCamel.maps("w10"))));
            extracts.add(round.run(
                    size + " out", count, List.of(ExtractByHand.copy("text"), ExtractCamel.lines("ndjson", 0))));
        }
        report.line("### Slope: by how much the logarithm of the time grows with that of the rows");
        report.line("");
        report.line("| rows | load | extract |");
        report.line("|---|---|---|");
        for (int i = 1; i < loads.size(); i++) {
            report.line(String.format(
                    Locale.ROOT,
                    "| %,d to %,d | %.2f | %.2f |",
                    (int) (1_000 * Math.pow(10, i - 1)),
                    (int) (1_000 * Math.pow(10, i)),
                    Math.log10(loads.get(i)[1] / loads.get(i - 1)[1]),
                    Math.log10(extracts.get(i)[1] / extracts.get(i - 1)[1])));
        }
        report.line("");
    }
}
