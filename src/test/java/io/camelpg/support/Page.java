package io.camelpg.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A page of docs/ with parts that are made from the code. Tests compare; with {@code -Ddocs.write=true} they write
 * instead.
 */
public final class Page {
    private final Path file;

    private Page(Path file) {
        this.file = file;
    }

    /** @param name such as {@code errors.md} */
    public static Page of(String name) {
        return new Page(Path.of("docs", name));
    }

    /** The part between {@code <!-- begin part -->} and {@code <!-- end part -->} is this text. */
    public void has(String part, String text) {
        String begin = "<!-- begin " + part + " -->\n";
        String end = "<!-- end " + part + " -->";
        String whole = read();
        int from = whole.indexOf(begin) + begin.length();
        int to = whole.indexOf(end);
        assertThat(to).as("%s has the marks of the part %s", file, part).isGreaterThanOrEqualTo(from);
        String expected = whole.substring(0, from) + "\n" + text.strip() + "\n\n" + whole.substring(to);
        if (Boolean.getBoolean("docs.write")) {
            write(expected);
        } else {
            assertThat(whole)
                    .as("%s: run this test with -Ddocs.write=true", file)
                    .isEqualTo(expected);
        }
    }

    private String read() {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
