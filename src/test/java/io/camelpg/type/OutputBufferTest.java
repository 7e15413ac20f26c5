package io.camelpg.type;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class OutputBufferTest {
    @Property
    void digitsAreThoseOfTheNumber(@ForAll long number) {
        OutputBuffer out = new OutputBuffer(1);
        out.digits(number);
        assertThat(out.toString()).isEqualTo(Long.toString(number));
    }

    @Property
    void whatWasDrainedAndWhatWasNotIsWhatWasWritten(@ForAll byte[] first, @ForAll byte[] second) {
        OutputBuffer out = new OutputBuffer(1);
        out.write(first, 0, first.length);
        byte[] drained = new byte[100];
        int count = out.drainTo(drained, 0, Math.min(100, first.length / 2));
        for (byte b : second) {
            out.write(b);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(drained, 0, count);
        int size = out.size();
        all.write(out.array(), 0, size);
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        expected.writeBytes(first);
        expected.writeBytes(second);
        assertThat(all.toByteArray()).isEqualTo(expected.toByteArray());
    }

    @Property
    void jsonStringsReadBack(@ForAll String text) throws IOException {
        String clean = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        OutputBuffer out = new OutputBuffer(1);
        out.jsonString(clean);
        try (var parser = new com.fasterxml.jackson.core.JsonFactory().createParser(out.toString())) {
            parser.nextToken();
            assertThat(parser.getText()).isEqualTo(clean);
        }
    }

    @Test
    void edgesOfNumbers() {
        for (long number : new long[] {0, 9, 10, -1, Long.MIN_VALUE, Long.MAX_VALUE, 999_999_999_999_999_999L}) {
            OutputBuffer out = new OutputBuffer(1);
            out.digits(number);
            assertThat(out.toString()).isEqualTo(Long.toString(number));
        }
    }

    @Test
    void drainingToTheEndMakesRoomAgain() throws IOException {
        OutputBuffer out = new OutputBuffer(32);
        byte[] target = new byte[8];
        for (int i = 0; i < 1000; i++) {
            out.ascii("abcdefgh");
            assertThat(out.drainTo(target, 0, 8)).isEqualTo(8);
            assertThat(out.size()).isZero();
        }
        assertThat(out.array()).hasSize(32);
        assertThat(out.drainTo(target, 0, 8)).isZero();
        out.ascii("xyz");
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        out.writeTo(copy);
        assertThat(copy.toString(StandardCharsets.UTF_8)).isEqualTo("xyz");
        out.reset();
        assertThat(out.size()).isZero();
    }
}
