package io.camelpg.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumericTextTest {
    private static final PgType NUMERIC = TypeCatalog.builtIn().get(1700);

    private static Object read(String text) {
        byte[] data = text.getBytes(StandardCharsets.US_ASCII);
        return NUMERIC.read(data, 0, data.length, Format.TEXT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-12.50", "1e-07", "1e+308", "123456789012345678901234567890.5"})
    void numbersAreRead(String text) {
        assertThat(read(text)).isEqualTo(new BigDecimal(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "1.", ".5", "1e", "1e+", "1e99999", "1e99999999999", "1-2", "12x", "--1", "Nan"})
    void whatIsNoNumberIsADataError(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOfSatisfying(PgException.class, e -> assertThat(e.errorCode())
                .isEqualTo(PgErrorCode.DATA_ERROR));
    }
}
