package io.camelpg.type;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** No bytes from the wire lead to anything but a value or a PgException. */
class MalformedBytesTest {
    private static final List<PgType> TYPES = IntStream.range(1, 6200)
            .mapToObj(TypeCatalog.builtIn()::get)
            .filter(type -> type.issue() == null)
            .toList();

    @Provide
    Arbitrary<byte[]> wire() {
        Arbitrary<Byte> small = Arbitraries.bytes().between((byte) -1, (byte) 4);
        Arbitrary<Byte> literal = Arbitraries.of("{}()[],\"\\;:-+.eE 0123456789TZPYMDSnulBC"
                .chars()
                .mapToObj(c -> (byte) c)
                .toList());
        return Arbitraries.oneOf(Arbitraries.bytes(), small, literal)
                .array(byte[].class)
                .ofMaxSize(48);
    }

    @Property(tries = 1000, shrinking = ShrinkingMode.BOUNDED)
    void areAValueOrAnError(@ForAll("wire") byte[] bytes) {
        OutputBuffer out = new OutputBuffer();
        for (PgType type : TYPES) {
            for (Format format : Format.values()) {
                out.reset();
                attempt(type, () -> type.read(bytes, 0, bytes.length, format));
                attempt(type, () -> type.writeJson(bytes, 0, bytes.length, format, out));
                attempt(type, () -> type.writeText(bytes, 0, bytes.length, format, out));
            }
        }
    }

    private static void attempt(PgType type, Runnable action) {
        try {
            action.run();
        } catch (PgException e) {
            if (e.errorCode() != PgErrorCode.DATA_ERROR && e.errorCode() != PgErrorCode.UNSUPPORTED) {
                throw new AssertionError(type + ": " + e.getMessage(), e);
            }
        } catch (RuntimeException e) {
            throw new AssertionError(type.name(), e);
        }
    }
}
