package io.camelpg.bench;

import java.util.List;
import java.util.function.LongFunction;

/**
 * What is measured: one operation, its contenders, and the only right answer for each key.
 *
 * @param id such as {@code W1}; also the name of the report's file
 * @param threads levels of concurrency, each measured on its own
 * @param keys keys are drawn from 1 to this, the same ones for every contender
 * @param expected the rows that belong to a key
 * @param limit name of the contender that is as fast as one can be by hand
 * @param contenders the limit among them
 */
record Workload(
        String id,
        String title,
        List<Integer> threads,
        long keys,
        LongFunction<List<Item>> expected,
        String limit,
        List<Contender> contenders) {

    /** @throws WrongAnswer if these are not the rows that belong to the key */
    void check(Contender contender, long key, Object answer) {
        Answers.check(contender.name(), key, expected.apply(key), answer);
    }
}
