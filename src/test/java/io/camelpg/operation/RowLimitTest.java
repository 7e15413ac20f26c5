package io.camelpg.operation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowLimitTest {
    @ParameterizedTest
    @CsvSource({"0, 0", "1, 2", "100, 101", "2147483646, 2147483647", "2147483647, 0"})
    void oneMoreThanIsAllowedShowsThatThereAreTooMany(int maxRows, int enough) {
        assertThat(new RowLimit(maxRows, false).enough()).isEqualTo(enough);
    }
}
