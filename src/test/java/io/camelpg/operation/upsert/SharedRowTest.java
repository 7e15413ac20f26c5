package io.camelpg.operation.upsert;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SharedRowTest {
    private static final Random RANDOM = new Random(5);

    private static List<Object> mixed() {
        List<Object> keys = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            int number = RANDOM.nextInt(150);
            keys.add(
                    switch (i % 4) {
                        case 0 -> number;
                        case 1 -> (long) number;
                        case 2 -> new BigDecimal(number);
                        default -> String.valueOf(number);
                    });
        }
        keys.addAll(List.of("none", "", "12x"));
        return keys;
    }

    @Test
    void keysOfAnyKindHaveAnOrder() {
        for (boolean numbers : new boolean[] {true, false}) {
            List<Object> keys = mixed();
            for (int run = 0; run < 20; run++) {
                Collections.shuffle(keys, RANDOM);
                keys.sort((one, other) -> SharedRow.compare(one, other, numbers));
                for (int i = 1; i < keys.size(); i++) {
                    for (int before = 0; before < i; before++) {
                        assertThat(SharedRow.compare(keys.get(before), keys.get(i), numbers))
                                .isNotPositive();
                    }
                }
            }
        }
    }

    @Test
    void aNumberStandsWhereItsTextDoes() {
        assertThat(SharedRow.compare(10, "10", true)).isZero();
        assertThat(SharedRow.compare(9, "10", true)).isNegative();
        assertThat(SharedRow.compare("9", 10, true)).isNegative();
        assertThat(SharedRow.compare("x", 10, true)).isPositive();
        assertThat(SharedRow.compare(9, "10", false)).isPositive();
    }
}
