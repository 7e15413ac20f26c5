package io.camelpg.row.arrow.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.flatbuffers.FlatBufferBuilder;
import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.row.Column;
import io.camelpg.row.RowInputStream;
import io.camelpg.row.TextRows;
import io.camelpg.row.arrow.ArrowFormat;
import io.camelpg.row.arrow.ArrowTypes;
import io.camelpg.row.arrow.LittleEndian;
import io.camelpg.support.ArrowWriting;
import io.camelpg.type.TypeCatalog;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.arrow.flatbuf.BodyCompression;
import org.apache.arrow.flatbuf.BodyCompressionMethod;
import org.apache.arrow.flatbuf.CompressionType;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.flatbuf.Schema;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.ViewVarCharVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.impl.UnionListWriter;
import org.junit.jupiter.api.Test;

/** Streams that are cut off or damaged: an error that says so, and no memory for what is only announced. */
class DamagedArrowTest {
    private static byte[] written() throws IOException {
        List<Column> columns = List.of(
                new Column("id", TypeCatalog.builtIn().get(23), -1, true, null),
                new Column("t", TypeCatalog.builtIn().get(25), -1, true, null),
                new Column("a", TypeCatalog.builtIn().get(1009), -1, true, null),
                new Column("n", TypeCatalog.builtIn().get(1700), (20 << 16 | 3) + 4, true, null));
        TextRows rows = new TextRows(columns)
                .row("1", "one", "{a,NULL,b}", "1.500")
                .row(null, null, null, null)
                .row("3", "x".repeat(40), "{}", "-99999999999999999.999");
        try (RowInputStream in = new RowInputStream(rows, new ArrowFormat(rows, ArrowTypes.rich, true))) {
            return in.readAllBytes();
        }
    }

    private static byte[] views() throws IOException {
        return ArrowWriting.stream(2, allocator -> {
            ViewVarCharVector views = new ViewVarCharVector("v", allocator);
            VarCharVector texts = new VarCharVector("t", allocator);
            ListVector lists = ListVector.empty("l", allocator);
            IntVector numbers = new IntVector("i", allocator);
            UnionListWriter writer = lists.getWriter();
            views.allocateNew();
            texts.allocateNew();
            numbers.allocateNew(3);
            for (int i = 0; i < 3; i++) {
                byte[] text = ("text number " + i + " of some length").getBytes(StandardCharsets.UTF_8);
                views.setSafe(i, text);
                texts.setSafe(i, text);
                numbers.set(i, i);
                writer.setPosition(i);
                writer.startList();
                writer.writeInt(i);
                writer.endList();
            }
            views.setValueCount(3);
            texts.setValueCount(3);
            lists.setValueCount(3);
            numbers.setValueCount(3);
            return List.of(views, texts, lists, numbers);
        });
    }

    private static int read(InputStream in) {
        ArrowReader reader = new ArrowReader(in);
        int rows = 0;
        while (reader.advance() && rows < 10_000) {
            rows++;
            for (int i = 0; i < reader.names().size(); i++) {
                Object value = reader.value(i);
                assertThat(String.valueOf(value)).isNotNull();
            }
        }
        return rows;
    }

    private static int read(byte[] stream) {
        return read(new ByteArrayInputStream(stream));
    }

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        ArrowReader reader = new ArrowReader(new ByteArrayInputStream(written()));
        assertThat(reader.names()).containsExactly("id", "t", "a", "n");
        assertThat(read(written())).isEqualTo(3);
        assertThat(reader.advance()).isTrue();
        assertThat(reader.value(2)).isEqualTo(Arrays.asList("a", null, "b"));
        assertThat(reader.value(3)).isEqualTo(new java.math.BigDecimal("1.500"));
    }

    @Test
    void noPartIsTakenForTheWhole() throws IOException {
        for (byte[] whole : List.of(written(), views())) {
            for (int length = 0; length < whole.length; length++) {
                byte[] part = Arrays.copyOf(whole, length);
                assertThatThrownBy(() -> read(part))
                        .as("%d of %d bytes", length, whole.length)
                        .isInstanceOfSatisfying(PgException.class, e -> assertThat(e.errorCode())
                                .isEqualTo(PgErrorCode.INVALID_BODY));
            }
        }
    }

    @Test
    void damageIsAnErrorOfTheBodyOrOtherValues() throws IOException {
        Random random = new Random(20261122);
        for (byte[] whole : List.of(written(), views())) {
            for (int i = 0; i < 30_000; i++) {
                byte[] damaged = whole.clone();
                for (int hits = 1 + random.nextInt(3); hits > 0; hits--) {
                    int at = random.nextInt(damaged.length);
                    damaged[at] = switch (random.nextInt(4)) {
                        case 0 -> (byte) 0xFF;
                        case 1 -> 0x7F;
                        case 2 -> (byte) (damaged[at] ^ 1 << random.nextInt(8));
                        default -> (byte) random.nextInt();
                    };
                }
                try {
                    read(damaged);
                } catch (PgException e) {
                    assertThat(e.errorCode()).isIn(PgErrorCode.INVALID_BODY, PgErrorCode.VALUE_REJECTED);
                }
            }
        }
    }

    @Test
    void announcedBytesTakeNoMemory() throws IOException {
        byte[] prefix = new byte[8];
        LittleEndian.putInt32(prefix, 0, -1);
        LittleEndian.putInt32(prefix, 4, Integer.MAX_VALUE);
        assertThatThrownBy(() -> read(prefix)).hasMessageContaining("PG-106").hasMessageContaining("2147483647 bytes");
        LittleEndian.putInt32(prefix, 4, 60 << 20);
        assertThatThrownBy(() -> read(prefix)).hasMessageContaining("it ends after 0 of 62914560 bytes");
    }

    /** A batch of no columns whose buffers would be compressed, behind a schema. */
    private static byte[] compressed(byte codec) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        FlatBufferBuilder schema = new FlatBufferBuilder();
        int fields = Schema.createFieldsVector(schema, new int[0]);
        Schema.startSchema(schema);
        Schema.addFields(schema, fields);
        message(schema, MessageHeader.Schema, Schema.endSchema(schema), out);
        FlatBufferBuilder batch = new FlatBufferBuilder();
        int compression = BodyCompression.createBodyCompression(batch, codec, BodyCompressionMethod.BUFFER);
        RecordBatch.startRecordBatch(batch);
        RecordBatch.addLength(batch, 1);
        RecordBatch.addCompression(batch, compression);
        message(batch, MessageHeader.RecordBatch, RecordBatch.endRecordBatch(batch), out);
        return out.toByteArray();
    }

    private static void message(FlatBufferBuilder builder, byte kind, int header, ByteArrayOutputStream out)
            throws IOException {
        Message.startMessage(builder);
        Message.addVersion(builder, MetadataVersion.V5);
        Message.addHeaderType(builder, kind);
        Message.addHeader(builder, header);
        builder.finish(Message.endMessage(builder));
        byte[] prefix = new byte[8];
        LittleEndian.putInt32(prefix, 0, -1);
        LittleEndian.putInt32(prefix, 4, builder.sizedByteArray().length);
        out.write(prefix);
        out.write(builder.sizedByteArray());
    }

    @Test
    void compressedBuffersAreRefusedByTheirName() throws IOException {
        for (byte codec : new byte[] {CompressionType.LZ4_FRAME, CompressionType.ZSTD}) {
            byte[] stream = compressed(codec);
            assertThatThrownBy(() -> read(stream))
                    .hasMessageContaining("PG-106")
                    .hasMessageContaining("compressed with " + CompressionType.name(codec))
                    .hasMessageContaining("compression=None");
        }
    }

    @Test
    void otherBytesAreNotArrow() {
        assertThatThrownBy(() -> read("id,name\n1,one\n".getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("PG-106")
                .hasMessageContaining("does not begin like one");
        assertThatThrownBy(() -> read(new byte[0])).hasMessageContaining("it ends after 0 of 8 bytes");
        assertThatThrownBy(() -> read(new byte[100])).hasMessageContaining("PG-106");
    }

    @Test
    void aStreamThatFails() {
        assertThatThrownBy(() -> read(new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("gone");
                    }
                }))
                .isInstanceOf(PgException.class)
                .hasMessageContaining("could not be read")
                .hasRootCauseMessage("gone");
    }
}
