package io.camelpg.operation.extract;

import java.util.Set;

/**
 * What the server said of its transactions when a run began. A run reads what was written by transactions that had ended
 * by then, all older ones having ended, too.
 *
 * @param settled every transaction with a lower id has ended; this one has not, or has not begun
 * @param reference no transaction with this id or a higher one had ended
 * @param running the transactions at work a moment later, by virtual id, whether they have written or not
 * @param clock the server's
 */
record RunState(long settled, long reference, Set<String> running, String clock) {
    RunState {
        running = Set.copyOf(running);
    }
}
