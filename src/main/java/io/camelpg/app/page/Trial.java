package io.camelpg.app.page;

/**
 * How somebody can set a route off, or look at what it does.
 *
 * @param text a command for a shell, a path to open, or a sentence
 */
public record Trial(Kind kind, String text) {
    /** What is done with the text. */
    public enum Kind {
        COMMAND,
        LINK,
        NOTE
    }

    public static Trial command(String text) {
        return new Trial(Kind.COMMAND, text);
    }

    public static Trial link(String path) {
        return new Trial(Kind.LINK, path);
    }

    public static Trial note(String text) {
        return new Trial(Kind.NOTE, text);
    }
}
