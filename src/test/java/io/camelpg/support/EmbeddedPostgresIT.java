package io.camelpg.support;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("core")
class EmbeddedPostgresIT {
    @Test
    void runsTheVersionThatWasAskedFor() {
        String asked = System.getProperty("pg.version", "18");
        assertThat(TestPostgres.majorVersion()).isEqualTo(Integer.parseInt(asked));
    }
}
