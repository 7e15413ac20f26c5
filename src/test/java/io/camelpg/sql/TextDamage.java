package io.camelpg.sql;

import java.util.Random;

/** Edits that make SQL wrong, or different, or neither. */
final class TextDamage {
    private static final String[] PIECES = {
        "'",
        "\"",
        "$",
        "$$",
        "$a$",
        "\\",
        ":",
        "::",
        ":=",
        ":a",
        ":{",
        "}",
        ":in:",
        "$1",
        "$2",
        "[",
        "]",
        "(",
        ")",
        ";",
        "--",
        "/*",
        "*/",
        "\n",
        "\r",
        "E'",
        "U&'",
        "U&\"",
        "UESCAPE '!'",
        " IN (:in:x)",
        "E",
        "e",
        "1",
        ".",
        "#",
        "?",
        " ",
        "\0",
        "\uD83D",
        "é",
        "\u00A0",
        "\u000B",
        "begin atomic",
        "end",
        ",",
        "ARRAY",
        "a"
    };

    private TextDamage() {}

    static String of(String text, Random random) {
        StringBuilder damaged = new StringBuilder(text);
        for (int n = 1 + random.nextInt(4); n > 0; n--) {
            int at = random.nextInt(damaged.length() + 1);
            int end = Math.min(damaged.length(), at + random.nextInt(4));
            switch (random.nextInt(5)) {
                case 0 -> damaged.delete(at, end);
                case 1 -> damaged.insert(at, damaged.substring(at, end));
                case 2 -> damaged.replace(at, end, PIECES[random.nextInt(PIECES.length)]);
                case 3 -> damaged.insert(at, (char) random.nextInt(256));
                default -> damaged.insert(at, PIECES[random.nextInt(PIECES.length)]);
            }
        }
        return damaged.toString();
    }
}
