package io.camelpg.row.arrow;

import com.google.flatbuffers.FlatBufferBuilder;
import io.camelpg.type.OutputBuffer;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.Endianness;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.flatbuf.Schema;

/**
 * Writes messages of the streaming format ("Encapsulated message format" of the specification): a marker, the length of
 * what describes the message, that, and the message's body. Not thread-safe.
 */
final class ArrowMessages {
    static final int CONTINUATION = 0xFFFF_FFFF;
    /** Marker and length. */
    static final int PREFIX = 8;

    private final FlatBufferBuilder builder = new FlatBufferBuilder(1024);
    private final byte[] prefix = new byte[PREFIX];

    void schema(List<ArrowField> fields, OutputBuffer out) {
        builder.clear();
        int[] written = fields.stream().mapToInt(field -> field.write(builder)).toArray();
        int vector = Schema.createFieldsVector(builder, written);
        Schema.startSchema(builder);
        Schema.addEndianness(builder, Endianness.Little);
        Schema.addFields(builder, vector);
        message(MessageHeader.Schema, Schema.endSchema(builder), 0, out);
    }

    void batch(int rows, Body body, OutputBuffer out) {
        builder.clear();
        List<Body.Node> nodes = body.nodes();
        RecordBatch.startNodesVector(builder, nodes.size());
        for (int i = nodes.size() - 1; i >= 0; i--) {
            FieldNode.createFieldNode(
                    builder, nodes.get(i).length(), nodes.get(i).nulls());
        }
        int nodesAt = builder.endVector();
        List<Body.Piece> pieces = body.pieces();
        RecordBatch.startBuffersVector(builder, pieces.size());
        for (int i = pieces.size() - 1; i >= 0; i--) {
            Buffer.createBuffer(builder, pieces.get(i).offset(), pieces.get(i).length());
        }
        int buffersAt = builder.endVector();
        RecordBatch.startRecordBatch(builder);
        RecordBatch.addLength(builder, rows);
        RecordBatch.addNodes(builder, nodesAt);
        RecordBatch.addBuffers(builder, buffersAt);
        message(MessageHeader.RecordBatch, RecordBatch.endRecordBatch(builder), body.length(), out);
        body.writeTo(out);
    }

    private void message(byte kind, int header, long bodyLength, OutputBuffer out) {
        Message.startMessage(builder);
        Message.addHeaderType(builder, kind);
        Message.addHeader(builder, header);
        Message.addVersion(builder, MetadataVersion.V5);
        Message.addBodyLength(builder, bodyLength);
        builder.finish(Message.endMessage(builder));
        ByteBuffer metadata = builder.dataBuffer();
        int size = metadata.remaining();
        int padded = (int) Body.padded(size);
        prefix(padded, out);
        out.write(metadata.array(), metadata.arrayOffset() + metadata.position(), size);
        for (int i = size; i < padded; i++) {
            out.write(0);
        }
    }

    void end(OutputBuffer out) {
        prefix(0, out);
    }

    private void prefix(int length, OutputBuffer out) {
        LittleEndian.putInt32(prefix, 0, CONTINUATION);
        LittleEndian.putInt32(prefix, 4, length);
        out.write(prefix, 0, PREFIX);
    }
}
