package io.camelpg.app.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LoggingTest {
    @Test
    void theLevelIsInfoWhereNoneIsNamed() {
        assertThat(Logging.level(null)).isEqualTo("INFO");
        assertThat(Logging.level(" ")).isEqualTo("INFO");
    }

    @Test
    void theLevelIsReadInAnyCase() {
        assertThat(Logging.level("debug")).isEqualTo("DEBUG");
        assertThat(Logging.level(" Warn ")).isEqualTo("WARN");
    }

    @Test
    void aWordThatIsNoLevelIsRefused() {
        assertThatThrownBy(() -> Logging.level("verbose"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("LOG_LEVEL must be TRACE, DEBUG, INFO, WARN, ERROR or OFF, not 'verbose'");
    }

    @Test
    void theLibrarysJarConfiguresNobodysLogging() {
        assertThat(getClass().getResource("/logback.xml")).isNull();
        assertThat(getClass().getResource("/application.properties")).isNull();
        assertThat(getClass().getResource("/io/camelpg/app/log/logback-app.xml"))
                .isNotNull();
    }
}
