package io.camelpg.sql;

import java.util.List;
import java.util.Random;

/** Quoted text of every kind around contents that look like anything but quoted text. */
final class LiteralGenerator {
    private static final String[] ATOMS = {
        ":a",
        ":{b}",
        ":in:c",
        ":#d",
        ":#${e}",
        "::int",
        ":=",
        "$1",
        "$2",
        "$$",
        "$a$",
        "$é$",
        "$",
        ";",
        "--",
        "/*",
        "*/",
        "'",
        "''",
        "\"",
        "\\",
        "\\'",
        "[",
        "]",
        "[1:",
        "(",
        ")",
        "{",
        "}",
        "E'",
        "U&'",
        "?",
        "?|",
        "\n",
        "\r",
        "\t",
        " ",
        "é",
        "\uD83D\uDE00",
        "x",
        "in",
        "IN (",
        "begin atomic",
        "end",
        "UESCAPE",
        "!",
        "#",
        "0"
    };

    private final Random random;

    LiteralGenerator(Random random) {
        this.random = random;
    }

    String content() {
        StringBuilder content = new StringBuilder();
        for (int n = random.nextInt(5); n > 0; n--) {
            content.append(pick(ATOMS));
        }
        return content.toString();
    }

    /** A constant in any notation whose value is this content. */
    String string(String content) {
        return switch (random.nextInt(6)) {
            case 0 -> quoted("", plainPieces(content));
            case 1 -> quoted(random.nextBoolean() ? "E" : "e", escapedPieces(content));
            case 2 -> unicode(content);
            // national character strings lose their trailing spaces
            case 3 -> quoted(content.endsWith(" ") ? "" : random.nextBoolean() ? "N" : "n", plainPieces(content));
            default -> dollar(content);
        };
    }

    private String quoted(String prefix, List<String> pieces) {
        StringBuilder literal = new StringBuilder(prefix);
        for (int i = 0; i < pieces.size(); i++) {
            literal.append(i == 0 ? "" : continuation())
                    .append('\'')
                    .append(pieces.get(i))
                    .append('\'');
        }
        return literal.toString();
    }

    /** The content cut in two, which a continuation joins, or in one. */
    private List<String> pieces(String content) {
        int cut = content.offsetByCodePoints(0, random.nextInt(content.codePointCount(0, content.length()) + 1));
        return random.nextInt(3) == 0 ? List.of(content.substring(0, cut), content.substring(cut)) : List.of(content);
    }

    private List<String> plainPieces(String content) {
        return pieces(content).stream().map(piece -> piece.replace("'", "''")).toList();
    }

    private List<String> escapedPieces(String content) {
        return pieces(content).stream().map(this::escaped).toList();
    }

    private String escaped(String piece) {
        StringBuilder escaped = new StringBuilder();
        piece.codePoints().forEach(c -> {
            switch (c) {
                case '\'' -> escaped.append(random.nextBoolean() ? "\\'" : "''");
                case '\\' -> escaped.append(random.nextBoolean() ? "\\\\" : "\\x5c");
                case '\n' -> escaped.append(random.nextBoolean() ? "\\n" : "\n");
                case ';' -> escaped.append(pick(";", "\\073", "\\u003b", "\\;"));
                default -> escaped.appendCodePoint(c);
            }
        });
        return escaped.toString();
    }

    private String unicode(String content) {
        char escape = random.nextInt(3) == 0 ? '!' : '\\';
        List<String> pieces = pieces(content).stream()
                .map(piece -> unicodeEscaped(piece, escape, '\''))
                .toList();
        return quoted(random.nextBoolean() ? "U&" : "u&", pieces) + uescape(escape);
    }

    private String unicodeEscaped(String piece, char escape, char quote) {
        StringBuilder escaped = new StringBuilder();
        piece.codePoints().forEach(c -> {
            if (c == quote) {
                escaped.append(quote).append(quote);
            } else if (c == escape) {
                escaped.append(escape).append(escape);
            } else if (random.nextInt(4) == 0) {
                escaped.append(escape).append(c < 0x10000 ? String.format("%04x", c) : String.format("+%06X", c));
            } else {
                escaped.appendCodePoint(c);
            }
        });
        return escaped.toString();
    }

    private String uescape(char escape) {
        return escape == '\\' ? "" : pick(" UESCAPE '!'", "uescape'!'", "\nUescape\n'!'");
    }

    private String dollar(String content) {
        String delimiter = pick("$$", "$a$", "$é_1$", "$A$");
        // a dollar sign at the end would join the delimiter
        return content.contains(delimiter) || content.endsWith("$") || ambiguous(content, delimiter)
                ? quoted("", plainPieces(content))
                : delimiter + content + delimiter;
    }

    private static boolean ambiguous(String content, String delimiter) {
        return (content + delimiter).indexOf(delimiter) < content.length();
    }

    /** What may stand between the parts of one string. */
    private String continuation() {
        return pick("\n", "\r\n", " \n\t", "--:a'\n", " -- ;\n --'\r ", "\f\n--\n");
    }

    /** A name in quotes whose value is this content. */
    String quotedIdentifier(String content) {
        if (random.nextInt(3) > 0) {
            return '"' + content.replace("\"", "\"\"") + '"';
        }
        char escape = random.nextInt(3) == 0 ? '!' : '\\';
        return "U&\"" + unicodeEscaped(content, escape, '"') + '"' + uescape(escape);
    }

    /** Whitespace and comments. */
    String trivia() {
        return switch (random.nextInt(12)) {
            case 0 -> "\n";
            case 1 -> "\r\n\t";
            case 2 -> " --" + content().replaceAll("[\r\n]", "") + pick("\n", "\r");
            case 3 -> " /*" + comment() + "*/ ";
            case 4 -> " /*" + comment() + "/*" + comment() + "*/" + comment() + "*/";
            case 5 -> "/**/";
            default -> " ";
        };
    }

    private String comment() {
        // a slash or star at an end would join the delimiter beside it
        return " " + content().replace("/*", "/ *").replace("*/", "* /") + " ";
    }

    @SafeVarargs
    final <T> T pick(T... of) {
        return of[random.nextInt(of.length)];
    }
}
