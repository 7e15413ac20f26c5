package io.camelpg.fault;

import static io.camelpg.support.WireMessage.client;
import static io.camelpg.support.WireMessage.completed;
import static io.camelpg.support.WireMessage.executes;
import static io.camelpg.support.WireMessage.server;

import io.camelpg.support.WireMessage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** A message at which something happens, on its way from the client to the server or back. */
enum Point {
    PARSE("a Parse", client('P'), true),
    BIND_WORK("the work's Bind", client('B').and(control().negate()), false),
    EXECUTE_BEGIN("BEGIN's Execute", executes("BEGIN"), false),
    EXECUTE_WORK("the work's Execute", client('E').and(control().negate()), false),
    EXECUTE_COMMIT("COMMIT's Execute", executes("COMMIT"), false),
    SYNC("a Sync", client('S'), false),
    PARSE_COMPLETE("a ParseComplete", server('1'), true),
    BIND_COMPLETE("a BindComplete", server('2'), false),
    BEGUN("BEGIN's answer", completed("BEGIN"), false),
    ROW("a DataRow", server('D'), false),
    WORK_DONE(
            "the work's answer",
            server('C').and(completed("BEGIN").or(completed("COMMIT")).negate()),
            false),
    COMMITTED("COMMIT's answer", completed("COMMIT"), false),
    READY("a ReadyForQuery", server('Z'), false);

    private final String text;
    private final Predicate<WireMessage> message;
    private final boolean fresh;

    Point(String text, Predicate<WireMessage> message, boolean fresh) {
        this.text = text;
        this.message = message;
        this.fresh = fresh;
    }

    private static Predicate<WireMessage> control() {
        return message -> message.text().startsWith("BEGIN") || message.text().startsWith("COMMIT");
    }

    String text() {
        return text;
    }

    /** Whether it comes early in the life of a connection only. */
    boolean fresh() {
        return fresh;
    }

    /** The next such message, or one of a few after it. */
    Predicate<WireMessage> soon(int skipped) {
        AtomicInteger left = new AtomicInteger(skipped);
        return message.and(any -> left.getAndDecrement() <= 0);
    }
}
