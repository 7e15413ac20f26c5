package io.camelpg.sql;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.util.List;
import java.util.Set;

/**
 * One statement with placeholders: parsed once, immutable, safe for any number of threads.
 *
 * <p>A named placeholder is {@code :name} or {@code :{simple expression}}, a positional one {@code $n}; {@code IN
 * (:in:name)} takes a collection. Quoted text, comments, casts, slices and operators are left alone.
 *
 * <p>The texts for the server leave out what follows the statement: the semicolon, comments and whitespace.
 */
public final class SqlTemplate {
    private final String text;
    private final boolean lineComment;
    private final List<Placeholder> placeholders;
    private final int[] occurrences;
    private final String unified;
    private final String separate;
    private final StatementKind kind;
    private final boolean controlsTransaction;
    private final boolean runsOutsideTransaction;
    private final boolean changesSession;
    private final boolean explainsCreation;
    private final boolean copiesThroughClient;
    private final Set<String> calls;

    SqlTemplate(String text, boolean lineComment, BoundTokens bound) {
        StatementTokens statement = bound.statement();
        this.text = text;
        this.lineComment = lineComment;
        this.placeholders = bound.placeholders();
        this.occurrences =
                bound.occurrences().stream().mapToInt(Integer::intValue).toArray();
        this.unified = NativeText.of(statement, bound.rewritten(), occurrence -> occurrences[occurrence] + 1);
        this.separate = NativeText.of(statement, bound.rewritten(), occurrence -> occurrence + 1);
        this.kind = StatementKind.of(statement.word(statement.first()));
        this.controlsTransaction = TransactionRules.controlsTransaction(kind, statement);
        this.runsOutsideTransaction = TransactionRules.runsOutsideTransaction(statement);
        this.calls = FunctionCalls.of(statement);
        this.copiesThroughClient = kind == StatementKind.COPY && copiesThroughClient(statement);
        this.explainsCreation = ExplainRules.explainsCreation(kind, statement);
        this.changesSession = SessionRules.changesSession(kind, statement, calls);
    }

    /**
     * Parses exactly one statement; a semicolon after it and comments around it are fine.
     *
     * @throws PgException SEVERAL_STATEMENTS, NO_STATEMENT; SYNTAX where something begins and does not end;
     *     INVALID_PLACEHOLDER, MIXED_PLACEHOLDERS, TOO_MANY_PARAMETERS
     */
    public static SqlTemplate parse(String text) {
        List<Token> tokens = SqlLexer.tokens(text);
        List<StatementTokens> statements = StatementSplitter.split(text, tokens);
        if (statements.isEmpty()) {
            throw new PgException(PgErrorCode.NO_STATEMENT, "The SQL contains no statement");
        }
        if (statements.size() > 1) {
            int second = statements.get(1).significant().get(0).start();
            throw Position.error(
                    PgErrorCode.SEVERAL_STATEMENTS,
                    text,
                    second,
                    "a second statement begins, of " + statements.size() + " where one is allowed");
        }
        boolean lineComment = tokens.stream().anyMatch(token -> token.kind() == TokenKind.LINE_COMMENT);
        BoundTokens bound = BoundTokens.of(statements.get(0));
        Numbering.require(List.of(bound));
        return new SqlTemplate(text, lineComment, bound);
    }

    /** As given; for a statement of a script, its part of the script without the semicolon. */
    public String text() {
        return text;
    }

    /**
     * The distinct placeholders: named ones in the order of their first appearance, positional ones by number. Those of a
     * script's statement need not begin with {@code $1}: {@link Placeholder.Positional#number()} says which value it takes.
     */
    public List<Placeholder> placeholders() {
        return placeholders;
    }

    /** Whether the placeholders are {@code $n}; false without any. */
    public boolean positional() {
        return !placeholders.isEmpty() && placeholders.get(0) instanceof Placeholder.Positional;
    }

    /** What the first keyword says, behind the parentheses in front of a query. */
    public StatementKind kind() {
        return kind;
    }

    /**
     * Whether it begins, ends or changes a transaction or a part of one: BEGIN, COMMIT, SAVEPOINT and so on, PREPARE
     * TRANSACTION, COMMIT PREPARED, SET TRANSACTION, SET SESSION CHARACTERISTICS, SET transaction_read_only.
     */
    public boolean controlsTransaction() {
        return controlsTransaction;
    }

    /** Whether the server refuses it within a transaction block: VACUUM, CREATE INDEX CONCURRENTLY and so on. */
    public boolean runsOutsideTransaction() {
        return runsOutsideTransaction;
    }

    /**
     * Whether it leaves something in the session that the next user of the connection would see, as far as its words show:
     * settings, temporary objects, prepared statements, advisory locks, channels. What functions do stays unseen.
     */
    public boolean changesSession() {
        return changesSession;
    }

    private static boolean copiesThroughClient(StatementTokens statement) {
        return statement.contain("from", "stdin")
                || statement.contain("from", "stdout")
                || statement.contain("to", "stdout")
                || statement.contain("to", "stdin");
    }

    /** Whether it is a COPY whose data goes through the connection, which takes more than a statement. */
    public boolean copiesThroughClient() {
        return copiesThroughClient;
    }

    /**
     * Whether it is an EXPLAIN of CREATE TABLE AS, CREATE MATERIALIZED VIEW or SELECT INTO. With ANALYZE the server runs
     * these in a read-only transaction, too, where it refuses them without EXPLAIN.
     */
    public boolean explainsCreation() {
        return explainsCreation;
    }

    /**
     * The names of everything that may be a function called: a name in front of a parenthesis, and a name behind a dot,
     * because {@code (42).pg_advisory_lock} is a call, too. Keywords may be among them. Without schema; folded to lower case where unquoted.
     */
    public Set<String> calls() {
        return calls;
    }

    /** The text for the server with one {@code $n} for each distinct placeholder, in their order. */
    public String unified() {
        return unified;
    }

    /** The text for the server with a {@code $n} of its own for each occurrence, so that each has a type of its own. */
    public String separate() {
        return separate;
    }

    /**
     * For each {@code $n} of {@link #separate()}, the index of its placeholder.
     *
     * @return not a copy: never write to it
     */
    public int[] occurrences() {
        return occurrences;
    }

    /** Whether the text has a {@code --} comment, which swallows the rest where line breaks get lost on the way. */
    public boolean hasLineComment() {
        return lineComment;
    }

    @Override
    public String toString() {
        return text;
    }
}
