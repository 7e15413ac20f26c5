package io.camelpg.operation.transaction;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.session.ScriptPart;
import io.camelpg.sql.SqlScript;
import io.camelpg.sql.SqlTemplate;
import io.camelpg.sql.StatementKind;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a script may contain: statements that can be part of one transaction. BEGIN and COMMIT are accepted around them,
 * without modes, because the endpoint's options say these.
 */
final class TransactionScript {
    private static final Pattern BEGIN =
            Pattern.compile("(BEGIN(\\s+(WORK|TRANSACTION))?|START\\s+TRANSACTION)", Pattern.CASE_INSENSITIVE);
    private static final Pattern COMMIT =
            Pattern.compile("(COMMIT|END)(\\s+(WORK|TRANSACTION))?", Pattern.CASE_INSENSITIVE);
    /** What later statements mean does not depend on these having run. */
    private static final Set<StatementKind> WITHOUT_CONSEQUENCES = Set.of(
            StatementKind.SELECT,
            StatementKind.WITH,
            StatementKind.VALUES,
            StatementKind.TABLE,
            StatementKind.SHOW,
            StatementKind.EXPLAIN,
            StatementKind.INSERT,
            StatementKind.UPDATE,
            StatementKind.DELETE,
            StatementKind.MERGE,
            StatementKind.NOTIFY,
            StatementKind.LOCK,
            StatementKind.TRUNCATE,
            StatementKind.ANALYZE);

    private final SqlScript script;
    private final boolean plannedAhead;

    private TransactionScript(SqlScript script) {
        this.script = script;
        List<SqlTemplate> statements = script.statements();
        this.plannedAhead = statements.subList(0, statements.size() - 1).stream()
                .allMatch(statement -> WITHOUT_CONSEQUENCES.contains(statement.kind()));
    }

    /** @throws PgException PG-205 that names the statement which cannot be part of the transaction */
    static TransactionScript of(SqlScript whole) {
        SqlScript script = unwrapped(whole);
        List<SqlTemplate> statements = script.statements();
        for (int i = 0; i < statements.size(); i++) {
            check(statements.get(i), i + 1, statements.size());
        }
        return new TransactionScript(script);
    }

    private static SqlScript unwrapped(SqlScript script) {
        List<SqlTemplate> statements = script.statements();
        boolean begins = BEGIN.matcher(bare(statements.get(0))).matches();
        boolean commits =
                COMMIT.matcher(bare(statements.get(statements.size() - 1))).matches();
        if (!begins || !commits) {
            return script;
        }
        if (statements.size() == 2) {
            throw new PgException(PgErrorCode.NO_STATEMENT, "there is nothing between BEGIN and COMMIT");
        }
        return script.inner();
    }

    /** Comments may be anywhere. */
    private static String bare(SqlTemplate statement) {
        return statement
                .unified()
                .replaceAll("--[^\\r\\n]*|/\\*(?s:.*?)\\*/", " ")
                .strip();
    }

    private static void check(SqlTemplate statement, int number, int of) {
        PgException refused = null;
        if (statement.controlsTransaction()) {
            refused = new PgException(
                    PgErrorCode.TRANSACTION_CONTROL,
                    "pg:transaction takes BEGIN and COMMIT around the whole script only",
                    null,
                    "The options isolation and readOnly say what kind of transaction it is",
                    null);
        } else if (statement.runsOutsideTransaction()) {
            refused = new PgException(
                    PgErrorCode.TRANSACTION_CONTROL,
                    statement.kind() + " cannot be part of a transaction",
                    null,
                    "Run it with pg:execute",
                    null);
        } else if (statement.copiesThroughClient()) {
            refused = new PgException(
                    PgErrorCode.UNSUPPORTED,
                    "pg:transaction does not run COPY from STDIN or to STDOUT",
                    null,
                    "Use pg:load to write many rows, and pg:query to read them",
                    null);
        }
        if (refused != null) {
            throw ScriptPart.refused(refused, number, of, statement.text());
        }
    }

    SqlScript script() {
        return script;
    }

    List<SqlTemplate> statements() {
        return script.statements();
    }

    /** Whether the server can say what all statements mean before the first of them has run. */
    boolean plannedAhead() {
        return plannedAhead;
    }
}
