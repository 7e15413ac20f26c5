package io.camelpg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the README tells applications to write is what those in src/it have, which the build runs. */
class ReadmeApplicationsTest {
    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> lines(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "camel-main, camel-main/src/main/resources/application.properties",
        "camel-main, jbang/application.properties",
        "Java, camel-main/src/main/java/shop/ShopInJava.java",
        "Spring Boot, spring-boot/src/main/java/shop/Shop.java"
    })
    void theBlockIsInTheApplication(String heading, String file) {
        Matcher block = Pattern.compile("\\*\\*" + heading + "\\*\\* .*?\\n```\\w+\\n(.*?)\\n```", Pattern.DOTALL)
                .matcher(read("README.md"));
        assertThat(block.find()).as(heading).isTrue();
        assertThat(lines(read("src/it/" + file))).containsAll(lines(block.group(1)));
    }

    @Test
    void theCommandIsTheOneThatRuns() {
        Matcher command = Pattern.compile("`camel (.*?)`").matcher(read("README.md"));
        assertThat(command.find()).isTrue();
        String test = read("src/it/jbang/src/test/java/shop/JBangTest.java");
        for (String word : command.group(1).replaceFirst(":[^:]*$", ":").split(" ")) {
            assertThat(test).contains('"' + word);
        }
    }
}
