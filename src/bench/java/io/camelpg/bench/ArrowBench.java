package io.camelpg.bench;

import io.camelpg.support.ArrowTable;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * A whole table as a stream of Arrow's IPC that nobody keeps. In turn, so that all of them meet the same weather; each has to
 * show once that its stream has all the rows. {@code bench.rows} says how many they are.
 */
final class ArrowBench {
    static final String ID = "W7A";
    static final String TABLE = "w7a_items";

    /** Of the first look at what each writes. */
    private static final int FEW = 5_000;

    private static final String COLUMNS = "id bigint, quantity int, price numeric(12,2), name text, created_at"
            + " timestamptz, note text, active boolean, weight float8, attributes jsonb";

    private ArrowBench() {}

    static void run(Report report, BenchServer server, Pace pace) throws Exception {
        int rows = Integer.getInteger("bench.rows", pace.streamRows);
        int rounds = Integer.getInteger("bench.rounds", pace == Pace.QUICK ? 3 : 5);
        List<ArrowContender> contenders = List.of(
                new ArrowByHand.CopyBinary(),
                new ArrowCamel("outputType=arrow"),
                new ArrowCamel("outputType=arrow&arrowTypes=rich"),
                new ArrowByHand.ArrowJdbc());
        try {
            fill(server, FEW);
            for (ArrowContender contender : contenders) {
                contender.start(server);
                verify(contender);
            }
            fill(server, rows);
            double[][] seconds = new double[contenders.size()][rounds];
            for (int round = -1; round < rounds; round++) {
                for (int i = 0; i < contenders.size(); i++) {
                    int next = (i + Math.max(0, round)) % contenders.size();
                    long start = System.nanoTime();
                    contenders.get(next).write(OutputStream.nullOutputStream());
                    if (round >= 0) {
                        seconds[next][round] = (System.nanoTime() - start) / 1e9;
                    }
                }
            }
            table(report, rows, contenders, seconds);
        } finally {
            for (ArrowContender contender : contenders) {
                contender.close();
            }
        }
    }

    private static void fill(BenchServer server, int rows) throws Exception {
        server.prepare("DROP TABLE IF EXISTS " + TABLE + "; CREATE TABLE " + TABLE + " (" + COLUMNS + "); INSERT INTO "
                + TABLE + " SELECT i, i % 1000, (i % 10007) / 100.0, 'item ' || i, '2026-01-01 00:00+00'::timestamptz"
                + " + i * interval '1 second', CASE WHEN i % 5 <> 0 THEN 'a note of some length about item ' || i END,"
                + " i % 3 = 0, (i % 777)::float8 / 8, '{\"k\": 1}' FROM generate_series(1, " + rows + ") i");
    }

    private static void verify(ArrowContender contender) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        contender.write(out);
        if (contender.arrow() && ArrowTable.of(out.toByteArray()).rows().size() != FEW) {
            throw new WrongAnswer(contender.name() + " has other rows than " + FEW);
        }
    }

    private static void table(Report report, int rows, List<ArrowContender> contenders, double[][] seconds) {
        report.line(String.format(Locale.ROOT, "### %,d rows of nine columns", rows));
        report.line("");
        report.line("| contender | thousand rows/s, median (min–max) | ÷ COPY binary |");
        report.line("|---|---|---|");
        for (int i = 0; i < contenders.size(); i++) {
            Spread rate = Spread.of(DoubleStream.of(seconds[i]).map(time -> rows / time / 1_000));
            double[] ratios = new double[seconds[i].length];
            for (int round = 0; round < ratios.length; round++) {
                ratios[round] = seconds[0][round] / seconds[i][round];
            }
            report.line(String.format(
                    Locale.ROOT,
                    "| %s | %,.0f (%,.0f–%,.0f) | %.2f |",
                    contenders.get(i).name(),
                    rate.median(),
                    rate.min(),
                    rate.max(),
                    Spread.of(DoubleStream.of(ratios)).median()));
        }
        report.line("");
        contenders.forEach(contender -> report.line("- " + contender.name() + ": `" + contender.how() + "`"));
        report.line("");
    }
}
