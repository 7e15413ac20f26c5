package io.camelpg.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of docs/. Parts that are made from the code are compared, and with {@code -Ddocs.write=true} written instead; what
 * it shows as an example can be run.
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

    /** The code of the part of that name, as somebody would copy it. */
    public String code(String part) {
        Matcher found = Pattern.compile(
                        "<!-- begin " + part + " -->\\s+```[a-z]*\n(.*?)```\\s+<!-- end " + part + " -->",
                        Pattern.DOTALL)
                .matcher(read());
        assertThat(found.find()).as("%s has the part %s", file, part).isTrue();
        return found.group(1);
    }

    /** All of it. */
    public String read() {
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
