package io.camelpg;

import io.camelpg.error.Problems;
import io.camelpg.operation.extract.claim.ClaimPlan;
import io.camelpg.operation.extract.claim.Ending;
import io.camelpg.operation.extract.claim.RetryDelay;
import io.camelpg.sql.TableName;
import java.util.Objects;

/** The options of pg:extract with claim: whether they go together, and what they say. */
final class ClaimOptions {
    private static final String SKIP_LOCKED = "skip-locked";
    private static final String CLAIM = "claim=" + SKIP_LOCKED;
    private static final PgConfiguration INITIAL = new PgConfiguration();

    private ClaimOptions() {}

    /** Whether rows are claimed. */
    static boolean isClaiming(PgConfiguration options) {
        return options.getClaim() != null;
    }

    static void check(PgConfiguration options, boolean targeted, Problems problems) {
        problems.require(
                SKIP_LOCKED.equals(options.getClaim()),
                "claim must be " + SKIP_LOCKED + ", not '" + options.getClaim() + "'");
        problems.require(targeted, CLAIM + " needs a table in the URI: pg:extract:<table>");
        String done = options.getDone();
        if (done == null || done.isBlank()) {
            problems.add(CLAIM + " needs done, which says what becomes of a row that was processed: done=delete, or the"
                    + " column that tells it, such as done=done_at or done=status:done");
        } else {
            problems.collect(() -> Ending.done(done));
        }
        checkFailures(options, problems);
        checkOthers(options, problems);
        problems.require(options.getConcurrentConsumers() > 0, "concurrentConsumers must be at least 1");
        problems.require(
                UpsertOptions.names(options.getOrderBy()).stream().noneMatch(String::isEmpty),
                "orderBy must be names separated by commas, each with desc behind it or not, not '"
                        + options.getOrderBy() + "'");
        problems.require(
                UpsertOptions.names(options.getKeys()).stream().noneMatch(String::isEmpty),
                "keys must be names separated by commas, not '" + options.getKeys() + "'");
        ExtractOptions.requireSameRows(options, problems, CLAIM + " asks for the same rows each time");
    }

    private static void checkFailures(PgConfiguration options, Problems problems) {
        String setAside = options.getSetAside();
        int most = options.getMaxAttempts();
        problems.require(most >= 0, "maxAttempts must not be negative");
        problems.require(
                (setAside == null) == (most <= 0),
                "maxAttempts says after how many a row is set aside, and setAside how: neither goes without the other");
        problems.require(
                most <= 1 || options.getAttempts() != null,
                "maxAttempts=" + most + " needs attempts, the column that counts");
        problems.require(
                options.getRetryAt() != null || most == 1,
                "a row that fails would be claimed again at once, before all others: name the timestamp column in retryAt"
                        + " that lets it wait, or set rows aside when they fail, with setAside and maxAttempts=1");
        if (setAside != null) {
            problems.collect(() -> Ending.setAside(setAside));
            problems.require(!setAside.equals(options.getDone()), "setAside and done cannot be the same");
        }
        problems.require(
                options.getRetryDelay() > 0 && options.getMaxRetryDelay() >= options.getRetryDelay(),
                "retryDelay must be at least 1ms, and maxRetryDelay no shorter");
    }

    private static void checkOthers(PgConfiguration options, Problems problems) {
        problems.require(
                options.getMode() == null
                        && options.getCursor() == null
                        && options.getCursorStore() == null
                        && options.getCursorName() == null
                        && options.getLookBack() == null
                        && options.getNullCursor() == INITIAL.getNullCursor(),
                CLAIM + " has no position: mode and the options of a cursor do not go with it");
        problems.require(options.getSql() == null, "sql does not go with " + CLAIM + ", which locks rows of a table");
        problems.require(
                options.getDeliver() != Deliver.batch && options.getBatchSize() == null && options.getMaxRows() == 0,
                CLAIM
                        + " gives each row an exchange and a transaction of its own: deliver=batch, batchSize and maxRows do"
                        + " not go with it");
        problems.require(
                options.getOutputType() == OutputType.list && options.getParallel() == 1,
                CLAIM + " delivers rows as Maps, or as outputClass: outputType and parallel do not go with it");
        problems.require(!options.isAllowDynamicSql(), "allowDynamicSql does not go with " + CLAIM);
    }

    /** For endpoints that claim nothing. */
    static void refuse(PgConfiguration options, Problems problems) {
        problems.require(
                options.getDone() == null
                        && options.getOrderBy() == null
                        && options.getAttempts() == null
                        && options.getRetryAt() == null
                        && options.getSetAside() == null
                        && options.getFailure() == null
                        && options.getMaxAttempts() == INITIAL.getMaxAttempts()
                        && options.getRetryDelay() == INITIAL.getRetryDelay()
                        && options.getMaxRetryDelay() == INITIAL.getMaxRetryDelay()
                        && options.getConcurrentConsumers() == INITIAL.getConcurrentConsumers(),
                "done, orderBy, attempts, retryAt, retryDelay, maxRetryDelay, maxAttempts, setAside, failure and"
                        + " concurrentConsumers go with claim=skip-locked of pg:extract");
    }

    static ClaimPlan plan(PgConfiguration options, TableName table, long timeoutMillis) {
        String setAside = options.getSetAside();
        return new ClaimPlan(
                table,
                UpsertOptions.names(options.getColumns()),
                options.getWhere(),
                UpsertOptions.names(options.getOrderBy()),
                UpsertOptions.names(options.getKeys()),
                Ending.done(Objects.requireNonNull(options.getDone())),
                options.getAttempts(),
                options.getRetryAt(),
                new RetryDelay(options.getRetryDelay(), options.getMaxRetryDelay()),
                options.getMaxAttempts(),
                setAside == null ? null : Ending.setAside(setAside),
                options.getFailure(),
                timeoutMillis);
    }
}
