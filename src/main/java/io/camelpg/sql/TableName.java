package io.camelpg.sql;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.util.List;
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
        StatementTokens parts = tokens(text);
        int afterFirst = end(parts, 0, text);
        if (afterFirst == parts.size()) {
            return new TableName(null, parts.name(0));
        }
        if (!parts.at(afterFirst, ".")) {
            throw malformed(text);
        }
        int afterSecond = end(parts, afterFirst + 1, text);
        if (afterSecond < parts.size()) {
            throw malformed(text);
        }
        return new TableName(parts.name(0), parts.name(afterFirst + 1));
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

    private static StatementTokens tokens(String text) {
        try {
            List<Token> tokens = SqlLexer.tokens(text);
            if (tokens.stream().anyMatch(token -> token.kind().trivia() && token.kind() != TokenKind.WHITESPACE)) {
                throw malformed(text);
            }
            return new StatementTokens(text, tokens);
        } catch (PgException e) {
            throw e.errorCode() == PgErrorCode.SYNTAX
                    ? Identifier.invalid("Not a table: " + e.detail())
                    : malformed(text);
        }
    }

    /** The place behind the name at this place. */
    private static int end(StatementTokens parts, int start, String text) {
        if (!parts.isName(start)) {
            throw malformed(text);
        }
        return parts.at(start + 1, "uescape") ? start + 3 : start + 1;
    }

    private static String written(String name) {
        boolean plain = LexicalRules.isIdentifierStart(name.charAt(0))
                && LexicalRules.endOfIdentifier(name, 0) == name.length()
                && Names.fold(name).equals(name);
        return plain ? name : Identifier.quote(name);
    }

    private static PgException malformed(String text) {
        String begin = text.length() > 80 ? text.substring(0, 80) : text;
        return Identifier.invalid(
                Identifier.printable(begin) + " is not table or schema.table; other names need quotes: \"my-table\"");
    }
}
