package io.camelpg.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.List;
import java.util.function.Function;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.ipc.ArrowWriter;

/** Columns written by Arrow's own library. */
public final class ArrowWriting {
    private ArrowWriting() {}

    /** Makes columns of an allocator, whose values are set. */
    public interface Columns extends Function<BufferAllocator, List<FieldVector>> {}

    /** @param batches how often the same columns are written */
    public static byte[] stream(int batches, Columns columns) throws IOException {
        return write(batches, columns, false, new DictionaryProvider.MapDictionaryProvider());
    }

    public static byte[] stream(Columns columns) throws IOException {
        return stream(1, columns);
    }

    public static byte[] file(int batches, Columns columns) throws IOException {
        return write(batches, columns, true, new DictionaryProvider.MapDictionaryProvider());
    }

    public static byte[] write(int batches, Columns columns, boolean file, DictionaryProvider dictionaries)
            throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (BufferAllocator allocator = new RootAllocator();
                VectorSchemaRoot root = new VectorSchemaRoot(columns.apply(allocator));
                ArrowWriter writer = file
                        ? new ArrowFileWriter(root, dictionaries, Channels.newChannel(out))
                        : new ArrowStreamWriter(root, dictionaries, Channels.newChannel(out))) {
            root.setRowCount(root.getVector(0).getValueCount());
            writer.start();
            for (int i = 0; i < batches; i++) {
                writer.writeBatch();
            }
            writer.end();
        }
        return out.toByteArray();
    }
}
