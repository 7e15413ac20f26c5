package io.camelpg.sql;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Several statements that share the values of their placeholders; parsed once, immutable, safe for threads. */
public final class SqlScript {
    private final String text;
    private final boolean lineComment;
    private final List<SqlTemplate> statements;
    private final List<Placeholder> placeholders;

    private SqlScript(String text, boolean lineComment, List<SqlTemplate> statements) {
        this.text = text;
        this.lineComment = lineComment;
        this.statements = statements;
        Stream<Placeholder> all = statements.stream()
                .flatMap(each -> each.placeholders().stream())
                .distinct();
        Comparator<Placeholder> byNumber =
                Comparator.comparingInt(each -> each instanceof Placeholder.Positional own ? own.number() : 0);
        this.placeholders = all.sorted(byNumber).toList();
    }

    /**
     * Splits a text at its semicolons; empty statements are dropped.
     *
     * @throws PgException NO_STATEMENT, and as {@link SqlTemplate#parse(String)}
     */
    public static SqlScript parse(String text) {
        List<Token> tokens = SqlLexer.tokens(text);
        List<BoundTokens> bound = StatementSplitter.split(text, tokens).stream()
                .map(BoundTokens::of)
                .toList();
        if (bound.isEmpty()) {
            throw new PgException(PgErrorCode.NO_STATEMENT, "The script contains no statement");
        }
        Numbering.require(bound);
        boolean lineComment = tokens.stream().anyMatch(token -> token.kind() == TokenKind.LINE_COMMENT);
        return new SqlScript(
                text, lineComment, bound.stream().map(SqlScript::template).toList());
    }

    private static SqlTemplate template(BoundTokens bound) {
        List<Token> tokens = bound.statement().all();
        int start = tokens.get(0).start();
        int end = tokens.get(tokens.size() - 1).end();
        return new SqlTemplate(
                bound.statement().text().substring(start, end),
                tokens.stream().anyMatch(token -> token.kind() == TokenKind.LINE_COMMENT),
                bound);
    }

    /** As given. */
    public String text() {
        return text;
    }

    /** The distinct placeholders of all statements, in the order of their first appearance; positional ones by number. */
    public List<Placeholder> placeholders() {
        return placeholders;
    }

    /** Whether the placeholders are {@code $n}; false without any. */
    public boolean positional() {
        return !placeholders.isEmpty() && placeholders.get(0) instanceof Placeholder.Positional;
    }

    /** The script without its first and its last statement. */
    public SqlScript inner() {
        return new SqlScript(text, lineComment, statements.subList(1, statements.size() - 1));
    }

    /** Whether the text has a {@code --} comment, which swallows the rest where line breaks get lost on the way. */
    public boolean hasLineComment() {
        return lineComment;
    }

    /** At least one. */
    public List<SqlTemplate> statements() {
        return statements;
    }
}
