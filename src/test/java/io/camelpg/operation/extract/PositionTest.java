package io.camelpg.operation.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.sql.TableName;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTest {
    private static final List<String> ORDER = List.of("c", "id");

    private static RunState run(long settled, long reference, String... running) {
        return new RunState(settled, reference, Set.of(running), "clock " + settled);
    }

    private static String floor(Position position) {
        Position.Floor floor = position.floor();
        return floor == null ? null : floor.value();
    }

    @Test
    void whereNobodyIsAtWorkTheFloorIsThereInTheNextRun() {
        Position first = Position.START.finished(run(100, 100), List.of("c1", "1"), "c1");
        assertThat(first.settled()).isEqualTo(100);
        assertThat(floor(first)).isNull();
        Position second = first.finished(run(100, 100), List.of(), null);
        assertThat(floor(second)).isEqualTo("c1");
        assertThat(second.candidate()).isNull();
        assertThat(second.worthKeeping(first)).isTrue();
        Position third = second.finished(run(120, 120), List.of(), null);
        assertThat(third.worthKeeping(second)).isFalse();
        assertThat(third.last()).containsExactly("c1", "1");
    }

    /** Who was at work may get an id between the snapshot and the look that does not find him any more. */
    @Test
    void whoWasAtWorkIsWaitedForAndTheRunBehindThatSaysUntilWhere() {
        Position position = Position.START.finished(run(100, 100, "3/1", "4/7"), List.of("c1", "1"), "c1");
        position = position.finished(run(101, 101, "4/7", "5/5"), List.of("c2", "2"), "c2");
        assertThat(floor(position)).isNull();
        position = position.finished(run(102, 102, "5/5"), List.of(), null);
        assertThat(floor(position)).isNull();
        position = position.finished(run(103, 105, "5/5"), List.of(), null);
        assertThat(floor(position)).as("103 and 104 are open").isNull();
        position = position.finished(run(104, 110, "5/5"), List.of(), null);
        assertThat(floor(position)).isNull();
        position = position.finished(run(105, 120, "5/5"), List.of(), null);
        assertThat(floor(position)).isEqualTo("c1");
        assertThat(position.candidate()).isNotNull();
        assertThat(position.candidate().floor().value()).isEqualTo("c2");
        assertThat(position.candidate().running()).containsExactly("5/5");
    }

    @Test
    void pagesAreOneRun() {
        RunState state = run(100, 100);
        Position page = Position.START.paged(state, Arrays.asList(null, "7"), null);
        assertThat(page.settled()).isZero();
        page = page.paged(state, List.of("c1", "1"), "c1");
        Position through = page.finished(state, List.of(), "c1");
        assertThat(through.settled()).isEqualTo(100);
        assertThat(through.page()).isNull();
        assertThat(through.last()).containsExactly("c1", "1");
        assertThat(through.candidate().floor().value()).isEqualTo("c1");
    }

    @Test
    void asJsonAndBack() {
        Position position = new Position(
                1L << 40,
                new Position.Floor("2026-01-01 00:00:00+00", "2026-01-02", false),
                new Position.Candidate(new Position.Floor("\"x\\\n", "é", true), Set.of("3/1", "4/2"), -1),
                Arrays.asList(null, "{\"7\"}"),
                new Position.Page(run(5, 6, "1/1"), null));
        assertThat(PositionJson.read(PositionJson.write(position, ORDER), ORDER))
                .isEqualTo(position);
        assertThat(PositionJson.read(PositionJson.write(Position.START, ORDER), ORDER))
                .isEqualTo(Position.START);
        assertThat(PositionJson.write(Position.START, ORDER)).isEqualTo("{\"version\":1,\"cursor\":{},\"settled\":0}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "7",
                "{\"version\":1}",
                "{\"version\":2,\"settled\":1}",
                "{\"version\":1,\"settled\":\"x\"}",
                "{\"version\":1,\"settled\":1,\"cursor\":{\"other\":\"1\"}}",
                "{\"version\":1,\"settled\":1,\"cursor\":{\"c\":\"1\"}}",
                "{\"version\":1,\"settled\":1,\"candidate\":{}}",
                "{\"version\":1,\"settled\":1,\"page\":{\"settled\":1}}"
            })
    void whatIsNoPosition(String text) {
        assertThatThrownBy(() -> PositionJson.read(text, ORDER))
                .isInstanceOfSatisfying(
                        PgException.class, e -> assertThat(e.errorCode()).isEqualTo(PgErrorCode.INVALID_CURSOR));
    }

    @ParameterizedTest
    @CsvSource({
        "500ms,500,true",
        "2s,2000,true",
        "5m,300000,true",
        "1h,3600000,true",
        "2d,172800000,true",
        "17,17,false"
    })
    void lookBack(String text, long amount, boolean time) {
        assertThat(LookBack.parse(text)).isEqualTo(new LookBack(amount, time));
    }

    @Test
    void aTransactionThatHoldsBackIsTalkedAboutEveryFiveMinutes() {
        HeldBack heldBack = new HeldBack();
        TableName table = new TableName(null, "t");
        long minute = TimeUnit.MINUTES.toNanos(1);
        assertThat(heldBack.note(table, run(5, 9), 0)).isFalse();
        assertThat(heldBack.note(table, run(5, 10), 4 * minute)).isFalse();
        assertThat(heldBack.note(table, run(5, 11), 5 * minute)).isTrue();
        assertThat(heldBack.note(table, run(5, 11), 9 * minute)).isFalse();
        assertThat(heldBack.note(table, run(5, 11), 10 * minute)).isTrue();
        assertThat(heldBack.note(table, run(6, 11), 20 * minute)).isFalse();
        assertThat(heldBack.note(table, run(11, 11), 30 * minute)).isFalse();
    }
}
