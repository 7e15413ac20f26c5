package io.camelpg.operation.upsert;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows in groups without two of one key: one group after the other gives what one row after the other would. Rows of one
 * key become one where that makes no difference. Where it is known here, rows are in the order of their keys: the server
 * sorts them no more, and finds the places of neighbours in an index next to each other.
 */
final class Waves {
    private final UpsertTarget target;
    private final List<List<UpsertUnit>> waves = new ArrayList<>();
    private final Map<Object, Integer> lastWave;
    private final Map<Object, UpsertUnit> last;

    private Waves(UpsertTarget target, int rows) {
        this.target = target;
        this.lastWave = new HashMap<>();
        this.last = new HashMap<>(rows * 4 / 3 + 1);
    }

    /** @param keys an object for each row, equal for rows of one key */
    static List<List<UpsertUnit>> of(UpsertTarget target, List<SentRow> rows, List<?> keys) {
        List<UpsertUnit> distinct = target.ordersKeys() ? KeyOrder.distinct(rows, keys) : null;
        if (distinct != null) {
            return List.of(distinct);
        }
        Waves waves = new Waves(target, rows.size());
        for (int i = 0; i < rows.size(); i++) {
            waves.add(rows.get(i), keys.get(i));
        }
        if (target.ordersKeys()) {
            waves.waves.forEach(wave -> wave.sort(KeyOrder.OF_UNITS));
        }
        return waves.waves;
    }

    private void add(SentRow row, Object key) {
        UpsertUnit before = last.get(key);
        if (before != null && before.takes(row, target)) {
            return;
        }
        int wave = 0;
        if (before != null) {
            wave = lastWave.getOrDefault(key, 0) + 1;
            lastWave.put(key, wave);
        }
        if (wave == waves.size()) {
            waves.add(new ArrayList<>());
        }
        UpsertUnit unit = new UpsertUnit(row, key);
        waves.get(wave).add(unit);
        last.put(key, unit);
    }
}
