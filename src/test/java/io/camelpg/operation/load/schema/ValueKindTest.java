package io.camelpg.operation.load.schema;

import static io.camelpg.operation.load.schema.ValueKind.BOOLEAN;
import static io.camelpg.operation.load.schema.ValueKind.DATE;
import static io.camelpg.operation.load.schema.ValueKind.DOCUMENT;
import static io.camelpg.operation.load.schema.ValueKind.INTEGER;
import static io.camelpg.operation.load.schema.ValueKind.NUMBER;
import static io.camelpg.operation.load.schema.ValueKind.TEXT;
import static io.camelpg.operation.load.schema.ValueKind.TIMESTAMP;
import static io.camelpg.operation.load.schema.ValueKind.ZONED_TIMESTAMP;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigInteger;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ValueKindTest {
    @Test
    void whatDiffers() {
        assertThat(INTEGER.with(NUMBER)).isEqualTo(NUMBER);
        assertThat(DATE.with(TIMESTAMP)).isEqualTo(TIMESTAMP);
        assertThat(TIMESTAMP.with(ZONED_TIMESTAMP)).isEqualTo(TEXT);
        assertThat(BOOLEAN.with(INTEGER)).isEqualTo(TEXT);
        assertThat(DOCUMENT.with(TEXT)).isEqualTo(DOCUMENT);
    }

    @Property
    void orderDoesNotMatter(@ForAll ValueKind a, @ForAll ValueKind b, @ForAll ValueKind c) {
        assertThat(a.with(b)).isEqualTo(b.with(a));
        assertThat(a.with(a)).isEqualTo(a);
        assertThat(a.with(b).with(a)).isEqualTo(a.with(b));
    }

    @Test
    void numbersAndNodes() {
        assertThat(ValueKind.of(BigInteger.ONE.shiftLeft(62))).isEqualTo(INTEGER);
        assertThat(ValueKind.of(BigInteger.ONE.shiftLeft(63))).isEqualTo(NUMBER);
        assertThat(ValueKind.of(new java.sql.Date(0))).isEqualTo(DATE);
        assertThat(ValueKind.of(new java.sql.Timestamp(0))).isEqualTo(ZONED_TIMESTAMP);
        assertThat(ValueKind.of(Thread.State.NEW)).isEqualTo(TEXT);
        assertThat(ValueKind.of(new Object[] {1})).isEqualTo(DOCUMENT);
        assertThat(ValueKind.of(List.of())).isEqualTo(DOCUMENT);
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        assertThat(ValueKind.of(nodes.numberNode(1))).isEqualTo(INTEGER);
        assertThat(ValueKind.of(nodes.numberNode(1.5))).isEqualTo(NUMBER);
        assertThat(ValueKind.of(nodes.textNode("x"))).isEqualTo(TEXT);
        assertThat(ValueKind.of(nodes.objectNode())).isEqualTo(DOCUMENT);
        assertThat(ValueKind.of(nodes.booleanNode(true))).isEqualTo(BOOLEAN);
    }
}
