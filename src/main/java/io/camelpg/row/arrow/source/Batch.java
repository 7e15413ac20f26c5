package io.camelpg.row.arrow.source;

import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.CompressionType;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.RecordBatch;

/** A record batch, whose nodes and buffers columns take in their order. Not thread-safe. */
final class Batch {
    private final RecordBatch batch;
    private final byte[] body;
    private int node;
    private int buffer;
    private int variadic;
    private int nodeNulls;

    /** @throws io.camelpg.error.PgException PG-106 where it is compressed, or has no possible number of rows */
    Batch(RecordBatch batch, byte[] body) {
        this.batch = batch;
        this.body = body;
        if (batch.compression() != null) {
            byte codec = batch.compression().codec();
            String name = codec >= 0 && codec < CompressionType.names.length ? CompressionType.name(codec) : "?";
            throw Faults.unsupported(
                    "record batches compressed with " + name + ", which are not read",
                    "Write it without compression, such as with pyarrow's IpcWriteOptions(compression=None), and compress"
                            + " the whole stream where that is wanted");
        }
        if (batch.length() < 0 || batch.length() > Integer.MAX_VALUE) {
            throw Faults.malformed("a record batch says to have " + batch.length() + " rows");
        }
    }

    /** How many parts values may consist of in all. */
    long mostParts() {
        return 8L * body.length + 64;
    }

    int rows() {
        return (int) batch.length();
    }

    /** Goes to the next node and returns how many values it has. */
    int node() {
        if (node >= batch.nodesLength()) {
            throw Faults.malformed("a record batch has fewer columns than the schema");
        }
        FieldNode next = batch.nodes(node++);
        long length = next.length();
        if (length < 0 || length > Integer.MAX_VALUE || next.nullCount() > length) {
            throw Faults.malformed("a column says to have " + length + " values");
        }
        nodeNulls = (int) Math.min(Integer.MAX_VALUE, Math.abs(next.nullCount()));
        return (int) length;
    }

    /** How many values of that node are NULL. */
    int nulls() {
        return nodeNulls;
    }

    Slice buffer() {
        if (buffer >= batch.buffersLength()) {
            throw Faults.malformed("a record batch has fewer buffers than its columns need");
        }
        Buffer next = batch.buffers(buffer++);
        long offset = next.offset();
        long length = next.length();
        if (offset < 0 || length < 0 || offset > body.length - length) {
            throw Faults.malformed("a buffer lies outside of its record batch");
        }
        return new Slice(body, (int) offset, (int) length);
    }

    /** How many buffers hold the long values of the next column of views. */
    int variadicBuffers() {
        if (variadic >= batch.variadicBufferCountsLength()) {
            throw Faults.malformed("a record batch does not say how many buffers a column of views has");
        }
        long count = batch.variadicBufferCounts(variadic++);
        if (count < 0 || count > batch.buffersLength()) {
            throw Faults.malformed("a column of views says to have " + count + " buffers");
        }
        return (int) count;
    }
}
