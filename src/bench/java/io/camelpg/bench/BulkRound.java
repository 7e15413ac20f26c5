package io.camelpg.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Contenders that move the same rows take turns; every round begins with another one. The first of them is the limit, and
 * the table compares ours with all.
 */
final class BulkRound {
    private final Report report;
    private final BenchServer server;
    private final int rounds;
    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    BulkRound(Report report, BenchServer server, int rounds) {
        this.report = report;
        this.server = server;
        this.rounds = rounds;
    }

    /** One contender's turns. */
    private record Turns(BulkContender contender, double[] seconds, double[] cpuSeconds) {}

    /**
     * Measures and writes a table.
     *
     * @return seconds of each contender, the median
     */
    double[] run(String title, int rows, List<BulkContender> candidates) throws Exception {
        List<BulkContender> contenders = new ArrayList<>();
        try {
            for (BulkContender candidate : candidates) {
                contenders.add(candidate);
                try {
                    candidate.start(server);
                } catch (Contender.NotHere e) {
                    contenders.remove(candidate);
                    report.line("Left out: " + candidate.name() + ", because " + e.getMessage() + ".\n");
                }
            }
            List<Turns> all = contenders.stream()
                    .map(contender -> new Turns(contender, new double[rounds], new double[rounds]))
                    .toList();
            for (int round = -1; round < rounds; round++) {
                for (int i = 0; i < all.size(); i++) {
                    turn(all.get((i + Math.max(0, round)) % all.size()), round, rows);
                }
            }
            table(title, rows, all);
            return all.stream()
                    .mapToDouble(turns ->
                            Spread.of(java.util.Arrays.stream(turns.seconds)).median())
                    .toArray();
        } finally {
            for (BulkContender contender : contenders) {
                contender.close();
            }
        }
    }

    /** The first round is for the JIT compiler, and does not count. */
    private void turn(Turns turns, int round, int rows) throws Exception {
        turns.contender.prepare();
        long cpu = system.getProcessCpuTime();
        long start = System.nanoTime();
        long moved = turns.contender.move(rows);
        long nanos = System.nanoTime() - start;
        if (moved != rows) {
            throw new WrongAnswer(turns.contender.name() + " moved " + moved + " rows of " + rows);
        }
        turns.contender.verify(rows);
        if (round >= 0) {
            turns.seconds[round] = nanos / 1e9;
            turns.cpuSeconds[round] = (system.getProcessCpuTime() - cpu) / 1e9;
        }
    }

    private void table(String title, int rows, List<Turns> all) {
        report.line("### " + title);
        report.line("");
        List<Turns> ours = all.stream()
                .filter(turns -> turns.contender.name().startsWith("camel-pg"))
                .toList();
        StringBuilder head = new StringBuilder("| contender | thousand rows/s | ÷ limit, median (min–max) |");
        ours.forEach(it -> head.append(' ').append(it.contender.name()).append(" ÷ it |"));
        report.line(head + " CPU s per million |");
        report.line("|---|---|---|" + "---|".repeat(ours.size()) + "---|");
        for (Turns turns : all) {
            StringBuilder line =
                    new StringBuilder("| " + turns.contender.name() + (turns == all.get(0) ? " (limit)" : ""));
            Spread seconds = Spread.of(java.util.Arrays.stream(turns.seconds));
            Spread ratio = ratio(turns, all.get(0));
            line.append(String.format(
                    Locale.ROOT,
                    " | %,.0f | %.2f (%.2f–%.2f) |",
                    rows / seconds.median() / 1000,
                    ratio.median(),
                    ratio.min(),
                    ratio.max()));
            for (Turns it : ours) {
                line.append(
                        String.format(Locale.ROOT, " %.2f |", ratio(it, turns).median()));
            }
            line.append(String.format(
                    Locale.ROOT,
                    " %.2f |",
                    Spread.of(java.util.Arrays.stream(turns.cpuSeconds)).median() * 1e6 / rows));
            report.line(line.toString());
        }
        report.line("");
        all.forEach(turns -> report.line("- " + turns.contender.name() + ": `" + turns.contender.how() + "`"));
        report.line("");
    }

    /** How many times as fast, round by round. */
    private Spread ratio(Turns one, Turns other) {
        double[] ratios = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            ratios[i] = other.seconds[i] / one.seconds[i];
        }
        return Spread.of(java.util.Arrays.stream(ratios));
    }
}
