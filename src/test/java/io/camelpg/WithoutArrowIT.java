package io.camelpg;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.support.ClassPath;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Arrow's classes are optional: nothing needs them but its format, and an endpoint that wants it says so at start. */
class WithoutArrowIT {
    @Test
    void theComponentWorks() throws Exception {
        List<String> answers = ClassPath.without("arrow-format", "io.camelpg.WithoutArrow");
        assertThat(answers.get(0)).isEqualTo("42");
        assertThat(answers.get(1))
                .contains("PG-501", "outputType=arrow needs Apache Arrow", "org.apache.arrow:arrow-format");
        assertThat(answers.get(2))
                .contains("PG-501", "format=arrow needs Apache Arrow", "org.apache.arrow:arrow-format");
    }
}
