package io.camelpg.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Runs the benchmarks. System properties: {@code bench} ({@code quick} or {@code full}), {@code bench.only} (ids of
 * workloads, comma separated; empty for all), {@code bench.delay} (milliseconds of round trip put between), {@code bench.reports} (the folder for the tables).
 */
public final class Bench {
    private Bench() {}

    /** Ends with status 1 if a contender fails or answers wrongly. */
    public static void main(String[] arguments) throws Exception {
        Pace pace = Pace.valueOf(System.getProperty("bench", "quick").toUpperCase(Locale.ROOT));
        Path reports = Path.of(System.getProperty("bench.reports", "target/bench"));
        boolean failed = false;
        try (BenchServer server = new BenchServer()) {
            server.prepare(Item.CREATE);
            server.prepare(Writes.CREATE);
            for (Workload workload : Workloads.all(server)) {
                if (asked(workload.id())) {
                    server.synchronousCommit(!workload.id().equals("W4A"));
                    failed |= run(workload, server, pace, reports);
                }
            }
            if (asked(UpsertBench.ID)) {
                Report report = new Report(reports, UpsertBench.ID, "Upsert into 5 columns with a primary key");
                report.circumstances(server, pace);
                UpsertBench.run(report, server, pace);
                report.write();
            }
            BulkBench bulk = new BulkBench(server, pace);
            if (asked(BulkBench.LOAD)) {
                bulk(server, pace, reports, BulkBench.LOAD, "Bulk load", bulk::load);
            }
            if (asked(BulkBench.EXTRACT)) {
                bulk(server, pace, reports, BulkBench.EXTRACT, "Full extract", bulk::extract);
            }
            if (asked(PollBench.ID)) {
                bulk(server, pace, reports, PollBench.ID, "Incremental reads", new PollBench(server, pace)::run);
            }
            if (asked(BulkBench.SCALE)) {
                bulk(server, pace, reports, BulkBench.SCALE, "Ten times the rows", bulk::scale);
            }
            if (asked(ArrowBench.ID)) {
                bulk(
                        server,
                        pace,
                        reports,
                        ArrowBench.ID,
                        "Full extract as Arrow",
                        report -> ArrowBench.run(report, server, pace));
            }
            if (asked(MetricsBench.ID)) {
                Report report = new Report(reports, MetricsBench.ID, "Messages from Kafka");
                failed |= MetricsBench.run(report, pace);
                report.write();
            }
            if (asked(BigStream.ID)) {
                Report report = new Report(reports, BigStream.ID, "A result far larger than the heap");
                report.circumstances(server, pace);
                failed |= BigStream.run(report, server, pace.streamRows);
                report.write();
            }
        }
        // Left-over threads of a contender do not keep the run alive.
        System.exit(failed ? 1 : 0);
    }

    /** What fills a report. */
    private interface Measured {
        void into(Report report) throws Exception;
    }

    private static void bulk(BenchServer server, Pace pace, Path reports, String id, String title, Measured measured)
            throws Exception {
        Report report = new Report(reports, id, title);
        report.circumstances(server, pace);
        measured.into(report);
        report.write();
    }

    private static boolean asked(String id) {
        String only = System.getProperty("bench.only", "");
        return only.isBlank() || List.of(only.split(",")).contains(id);
    }

    /** @return whether a contender failed */
    private static boolean run(Workload workload, BenchServer server, Pace pace, Path reports) throws Exception {
        Report report = new Report(reports, workload.id(), workload.title());
        report.circumstances(server, pace);
        report.pace(pace);
        List<Contender> started = new ArrayList<>();
        boolean failed = false;
        try {
            for (Contender contender : workload.contenders()) {
                started.add(contender);
                try {
                    contender.start();
                } catch (Contender.NotHere e) {
                    started.remove(contender);
                    report.line("Left out: " + contender.name() + ", because " + e.getMessage() + ".\n");
                }
            }
            Runner runner = new Runner(pace);
            for (int level : workload.levels()) {
                report.table(workload, level, runner.run(workload, started, level));
            }
            runner.verify(started);
            report.contenders(started);
        } catch (Exception e) {
            failed = true;
            report.line("Failed: " + e + "\n");
            e.printStackTrace();
        } finally {
            for (Contender contender : started) {
                contender.close();
            }
        }
        report.write();
        return failed;
    }
}
