package io.camelpg.operation.discover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkdownTextTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\0',
            delimiter = '~',
            value = {
                "orders ~ orders",
                "order_items ~ order_items",
                "_private_ ~ \\_private\\_",
                "a|b ~ a\\|b",
                "*bold* <b> [x](y) ~ \\*bold\\* \\<b\\> \\[x\\](y)",
                "# no heading ~ \\# no heading",
                "- no list ~ \\- no list",
                "`code` \\ & $ ~ \\`code\\` \\\\ \\& \\$"
            })
    void wordsMeanThemselves(String words, String written) {
        assertThat(MarkdownText.text(words)).isEqualTo(written);
    }

    @Test
    void wordsStayOnALine() {
        assertThat(MarkdownText.text("  one\r\ntwo\n\nthree\rfour\u0007\n"))
                .isEqualTo("one<br>two<br><br>three<br>four␇");
    }

    @Test
    void codeIsCode() {
        assertThat(MarkdownText.code("a|b")).isEqualTo("`a|b`");
        assertThat(MarkdownText.cell("a|b")).isEqualTo("`a\\|b`");
        assertThat(MarkdownText.code("a`b``c")).isEqualTo("``` a`b``c ```");
        assertThat(MarkdownText.code("line\nbreak\u007f")).isEqualTo("`line␊break\ufffd`");
        assertThat(MarkdownText.codes(List.of("a", ""))).isEqualTo("`a`, *empty*");
    }
}
