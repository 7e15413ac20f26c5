package io.camelpg.sql;

import io.camelpg.error.PgException;
import java.util.ArrayList;
import java.util.List;

/**
 * The name of a channel, as the server compares it. LISTEN takes an identifier, pg_notify a text: here both are the
 * identifier, so that a route that notifies and one that listens mean the same however it is written.
 */
public record ChannelName(String name) {
    /** @throws PgException INVALID_NAME, as {@link Identifier#require(String)} */
    public ChannelName {
        Identifier.require(name);
    }

    /**
     * Reads one name as PostgreSQL does: folded to lower case unless quoted. Reserved words need no quotes here.
     *
     * @throws PgException INVALID_NAME
     */
    public static ChannelName parse(String text) {
        List<Token> tokens = SqlLexer.tokens(text);
        StatementTokens parts = new StatementTokens(text, tokens);
        boolean trivial = tokens.stream()
                .anyMatch(token -> token.kind() == TokenKind.LINE_COMMENT || token.kind() == TokenKind.BLOCK_COMMENT);
        if (trivial || !parts.isName(0) || parts.size() != (parts.isEscaped(0) ? 3 : 1)) {
            throw Identifier.invalid(
                    Identifier.printable(text.length() > 80 ? text.substring(0, 80) : text)
                            + " is not the name of a channel; other names than letters, digits and _ need quotes: \"my-channel\"");
        }
        return new ChannelName(parts.name(0));
    }

    /**
     * Reads names separated by commas, each once.
     *
     * @throws PgException INVALID_NAME
     */
    public static List<ChannelName> parseList(String text) {
        List<ChannelName> names = new ArrayList<>();
        int start = 0;
        boolean quoted = false;
        for (int i = 0; i <= text.length(); i++) {
            boolean end = i == text.length();
            if (!end && text.charAt(i) == '"') {
                quoted = !quoted;
            }
            if (end || (text.charAt(i) == ',' && !quoted)) {
                ChannelName name = parse(text.substring(start, i).strip());
                if (!names.contains(name)) {
                    names.add(name);
                }
                start = i + 1;
            }
        }
        return List.copyOf(names);
    }

    /** In double quotes, fit for SQL whatever the name. */
    public String quoted() {
        return Identifier.quote(name);
    }

    @Override
    public String toString() {
        return name;
    }
}
