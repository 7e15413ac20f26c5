package io.camelpg.bench;

import java.util.List;
import java.util.function.LongFunction;

/**
 * What is measured: one operation, its contenders, and what is right.
 *
 * @param id such as {@code W1}; also the name of the report's file
 * @param drive what the levels of concurrency are
 * @param levels of concurrency, each measured on its own
 * @param keys keys are drawn from 1 to this, the same ones for every contender
 * @param check of one answer
 * @param limit name of the contender that is as fast as one can be by hand
 * @param contenders the limit among them
 */
record Workload(
        String id,
        String title,
        Drive drive,
        List<Integer> levels,
        long keys,
        Check check,
        String limit,
        List<Contender> contenders) {

    /** What a level of concurrency means. */
    enum Drive {
        /** So many threads, each waiting for its answer. */
        THREADS,
        /** So many calls under way, each followed by the next when it ends, on whatever thread it ends. */
        IN_FLIGHT;

        String of(int level) {
            return switch (this) {
                case THREADS -> level + (level == 1 ? " thread" : " threads");
                case IN_FLIGHT -> level + " in flight";
            };
        }
    }

    /** Whether an answer is right. */
    interface Check {
        /** @throws WrongAnswer if it is not */
        void check(String contender, long key, Object answer);
    }

    /** For reads of {@link Item}s. */
    static Check items(LongFunction<List<Item>> expected) {
        return (contender, key, answer) -> Answers.check(contender, key, expected.apply(key), answer);
    }
}
