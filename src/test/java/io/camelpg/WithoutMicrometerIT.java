package io.camelpg;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.support.ClassPath;
import io.camelpg.support.TestPostgres;
import org.junit.jupiter.api.Test;

/** Micrometer is optional: the component works in an application that does not have it. */
class WithoutMicrometerIT {
    @Test
    void theComponentWorks() throws Exception {
        assertThat(ClassPath.without("micrometer", "io.camelpg.WithoutMicrometer"))
                .containsExactly("micrometer=false", "42", "PG-206");
    }

    @Test
    void itIsThereInTheOtherTests() {
        assertThat(new WithoutMicrometer().apply(TestPostgres.port(), TestPostgres.createDatabase()))
                .containsExactly("micrometer=true", "42", "PG-206");
    }
}
