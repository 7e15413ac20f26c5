package io.camelpg.sql;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The name of a table or view, as the catalog has it.
 *
 * @param schema null: the first schema of the search path that has such a table
 */
public record TableName(@Nullable String schema, String name) {
    /** @throws PgException INVALID_NAME, as {@link Identifier#require(String)} */
    public TableName {
        if (schema != null) {
            Identifier.require(schema);
        }
        Identifier.require(name);
    }

    /**
     * Reads {@code table} or {@code schema.table} as PostgreSQL does: folded to lower case unless quoted. Reserved words
     * need no quotes here.
     *
     * @throws PgException INVALID_NAME
     */
    public static TableName parse(String text) {
        return parse(text, UnaryOperator.identity());
    }

    /** As {@link #parse(String)}, for a table that may be made: names that are too long are shortened, as {@link ShortName} has it. */
    public static TableName parseLong(String text) {
        return parse(text, ShortName::of);
    }

    private static TableName parse(String text, UnaryOperator<String> fitting) {
        try {
            return read(text, fitting);
        } catch (PgException e) {
            throw e.errorCode() == PgErrorCode.INVALID_NAME
                    ? e
                    : Identifier.invalid(Identifier.printable(beginOf(text)) + ": " + e.detail());
        }
    }

    private static TableName read(String text, UnaryOperator<String> fitting) {
        List<Token> tokens = SqlLexer.tokens(text);
        if (tokens.stream().anyMatch(TableName::neverInNames)) {
            throw malformed(text);
        }
        StatementTokens parts = new StatementTokens(text, tokens);
        int afterFirst = end(parts, 0, text);
        if (afterFirst == parts.size()) {
            return new TableName(null, fitting.apply(parts.name(0)));
        }
        if (!parts.at(afterFirst, ".") || end(parts, afterFirst + 1, text) != parts.size()) {
            throw malformed(text);
        }
        return new TableName(fitting.apply(parts.name(0)), fitting.apply(parts.name(afterFirst + 1)));
    }

    private static boolean neverInNames(Token token) {
        return token.kind() == TokenKind.LINE_COMMENT
                || token.kind() == TokenKind.BLOCK_COMMENT
                || token.kind() == TokenKind.PLACEHOLDER;
    }

    /** In double quotes, fit for SQL whatever the name. */
    public String quoted() {
        return schema == null ? Identifier.quote(name) : Identifier.quote(schema) + '.' + Identifier.quote(name);
    }

    /** As {@link #parse(String)} reads it, with quotes where they are needed. */
    @Override
    public String toString() {
        return schema == null ? written(name) : written(schema) + '.' + written(name);
    }

    /** The place behind the name at this place. */
    private static int end(StatementTokens parts, int start, String text) {
        if (!parts.isName(start)) {
            throw malformed(text);
        }
        return parts.isEscaped(start) ? start + 3 : start + 1;
    }

    private static String written(String name) {
        boolean plain = LexicalRules.isIdentifierStart(name.charAt(0))
                && LexicalRules.endOfIdentifier(name, 0) == name.length()
                && LexicalRules.endOfByteOrderMark(name) == 0
                && Names.fold(name).equals(name);
        return plain ? name : Identifier.quote(name);
    }

    private static PgException malformed(String text) {
        return Identifier.invalid(Identifier.printable(beginOf(text))
                + " is not table or schema.table; other names need quotes: \"my-table\"");
    }

    private static String beginOf(String text) {
        return text.length() > 80 ? text.substring(0, 80) : text;
    }
}
