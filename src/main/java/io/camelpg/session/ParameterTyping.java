package io.camelpg.session;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.sql.Placeholder;
import io.camelpg.sql.SqlTemplate;
import io.camelpg.type.PgType;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.ParameterList;
import org.postgresql.core.Query;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.SqlCommand;

/**
 * Asks the server once for the types of a statement's parameters. One number per placeholder, however often it occurs;
 * where the server cannot decide that way ({@code :p IS NULL OR column >= :p}), each occurrence is asked for by itself,
 * those without any hint are text, and what the others say holds for all.
 */
final class ParameterTyping {
    private static final int TEXT = 25;
    private static final int UNKNOWN = 705;
    private static final Pattern PARAMETER = Pattern.compile("\\$(\\d+)");
    /** indeterminate, ambiguous, mismatched types; no such operator; operator not unique. */
    private static final Set<String> TYPE_TROUBLE = Set.of("42P18", "42P08", "42804", "42883", "42725");

    private final Session session;
    private final SqlTemplate template;

    private ParameterTyping(Session session, SqlTemplate template) {
        this.session = session;
        this.template = template;
    }

    static StatementPlan plan(Session session, SqlTemplate template) {
        return new ParameterTyping(session, template).plan();
    }

    private StatementPlan plan() {
        int placeholders = template.placeholders().size();
        int[] each = new int[placeholders];
        Arrays.setAll(each, i -> i);
        if (placeholders == 0) {
            return plan(template.unified(), each, new int[0]);
        }
        int[] oids = new int[placeholders];
        PgException trouble = describe(template.unified(), oids);
        if (trouble == null) {
            return plan(template.unified(), each, oids);
        }
        String state = trouble.sqlState();
        if (state == null || !TYPE_TROUBLE.contains(state)) {
            throw trouble;
        }
        return planByOccurrence(trouble, each);
    }

    private StatementPlan planByOccurrence(PgException first, int[] each) {
        int[] occurrences = template.occurrences();
        int[] oids = new int[occurrences.length];
        boolean[] forced = new boolean[occurrences.length];
        for (int attempt = 0; ; attempt++) {
            int[] answered = oids.clone();
            PgException trouble = describe(template.separate(), answered);
            if (trouble == null) {
                oids = answered;
                break;
            }
            int undetermined = "42P18".equals(trouble.sqlState()) ? parameterIn(trouble.detail()) : -1;
            if (undetermined < 0 || undetermined >= oids.length || forced[undetermined] || attempt > oids.length) {
                return planAsText(first, each);
            }
            forced[undetermined] = true;
            oids[undetermined] = TEXT;
        }
        int[] agreed = agreed(occurrences, oids, forced, each.length);
        if (agreed.length > 0 && describe(template.unified(), agreed) == null) {
            return plan(template.unified(), each, agreed);
        }
        return plan(template.separate(), occurrences, oids);
    }

    /** The last attempt: everything as text, as if the caller had bound strings. */
    private StatementPlan planAsText(PgException first, int[] each) {
        int[] oids = new int[each.length];
        Arrays.fill(oids, TEXT);
        if (describe(template.unified(), oids) == null) {
            return plan(template.unified(), each, oids);
        }
        boolean undetermined = first.errorCode() == PgErrorCode.UNDETERMINED_TYPE;
        throw undetermined
                ? new PgException(
                        PgErrorCode.UNDETERMINED_TYPE,
                        first.detail() + " (placeholders in order: " + String.join(", ", labels()) + ")",
                        first.sqlState(),
                        null,
                        first)
                : first;
    }

    /** One type per placeholder, or nothing where its occurrences disagree. */
    private static int[] agreed(int[] occurrences, int[] oids, boolean[] forced, int placeholders) {
        int[] agreed = new int[placeholders];
        for (int i = 0; i < occurrences.length; i++) {
            int placeholder = occurrences[i];
            if (forced[i]) {
                continue;
            }
            if (agreed[placeholder] != 0 && agreed[placeholder] != oids[i]) {
                return new int[0];
            }
            agreed[placeholder] = oids[i];
        }
        for (int i = 0; i < placeholders; i++) {
            if (agreed[i] == 0) {
                agreed[i] = TEXT;
            }
        }
        return agreed;
    }

    private static int parameterIn(String message) {
        Matcher matcher = PARAMETER.matcher(message);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) - 1 : -1;
    }

    private StatementPlan plan(String sql, int[] arguments, int[] oids) {
        PgType[] types = new PgType[oids.length];
        for (int i = 0; i < oids.length; i++) {
            types[i] = session.database().type(session, oids[i] == UNKNOWN ? TEXT : oids[i]);
        }
        return new StatementPlan(sql, labels(), arguments, types, true);
    }

    private String[] labels() {
        return template.placeholders().stream().map(Placeholder::label).toArray(String[]::new);
    }

    /** Fills in the types left open (0); returns the failure if the server cannot. */
    private @Nullable PgException describe(String sql, int[] oids) {
        QueryExecutor executor = session.executor();
        Query query = executor.wrap(List.of(new NativeQuery(sql, new int[oids.length], false, SqlCommand.BLANK)));
        try {
            session.ask(sql, () -> describe(executor, query, oids));
            return null;
        } catch (PgException e) {
            if (e.errorCode() == PgErrorCode.CONNECTION_LOST || e.errorCode() == PgErrorCode.TIMEOUT) {
                throw e;
            }
            return e;
        } finally {
            query.close();
        }
    }

    private static void describe(QueryExecutor executor, Query query, int[] oids) throws SQLException {
        ParameterList parameters = query.createParameterList();
        for (int i = 0; i < oids.length; i++) {
            if (oids[i] != 0) {
                parameters.setNull(i + 1, oids[i]);
            }
        }
        executor.execute(
                query,
                parameters,
                new ResultCollector(),
                0,
                0,
                QueryExecutor.QUERY_DESCRIBE_ONLY | QueryExecutor.QUERY_SUPPRESS_BEGIN | QueryExecutor.QUERY_ONESHOT);
        System.arraycopy(parameters.getTypeOIDs(), 0, oids, 0, oids.length);
    }
}
