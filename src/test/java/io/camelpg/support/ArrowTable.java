package io.camelpg.support;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.ValueVectorUtility;

/**
 * A stream of Arrow's IPC as Arrow's own library reads and checks it; values as Java has them (java.time, List, Map).
 *
 * @param batches how many rows each has
 */
public record ArrowTable(Schema schema, List<List<Object>> rows, List<Integer> batches) {
    public static ArrowTable of(byte[] stream) throws IOException {
        return of(new ByteArrayInputStream(stream));
    }

    /** Reads to the end, and fails where anything stands behind it. */
    public static ArrowTable of(InputStream stream) throws IOException {
        List<List<Object>> rows = new ArrayList<>();
        List<Integer> batches = new ArrayList<>();
        try (BufferAllocator allocator = new RootAllocator();
                ArrowStreamReader reader = new ArrowStreamReader(stream, allocator)) {
            VectorSchemaRoot root = reader.getVectorSchemaRoot();
            while (reader.loadNextBatch()) {
                check(root);
                batches.add(root.getRowCount());
                for (int i = 0; i < root.getRowCount(); i++) {
                    List<Object> row = new ArrayList<>();
                    for (FieldVector vector : root.getFieldVectors()) {
                        row.add(value(vector, i));
                    }
                    rows.add(row);
                }
            }
            if (stream.read() >= 0) {
                throw new AssertionError("there is something behind the end of the stream");
            }
            return new ArrowTable(root.getSchema(), rows, batches);
        }
    }

    private static void check(VectorSchemaRoot root) {
        ValueVectorUtility.validate(root);
        for (FieldVector vector : root.getFieldVectors()) {
            // its full check takes a decimal of all the digits that it may have for one too large
            if (!hasDecimal(vector.getField())) {
                ValueVectorUtility.validateFull(vector);
            }
        }
    }

    private static boolean hasDecimal(Field field) {
        return field.getType() instanceof ArrowType.Decimal
                || field.getChildren().stream().anyMatch(ArrowTable::hasDecimal);
    }

    public Field field(String name) {
        return schema.findField(name);
    }

    public String type(String name) {
        return field(name).getType().toString();
    }

    /** The values of the only column. */
    public List<Object> column() {
        return rows.stream().map(row -> row.get(0)).toList();
    }

    private static Object value(FieldVector vector, int i) {
        if (vector.isNull(i)) {
            return null;
        }
        if (vector instanceof SmallIntVector small) {
            return (int) small.get(i);
        }
        if (vector instanceof DateDayVector dates) {
            return LocalDate.ofEpochDay(dates.get(i));
        }
        if (vector instanceof TimeMicroVector times) {
            return LocalTime.ofNanoOfDay(times.get(i) * 1000);
        }
        if (vector instanceof TimeStampMicroVector stamps) {
            return LocalDateTime.ofInstant(instant(stamps.get(i)), ZoneOffset.UTC);
        }
        if (vector instanceof TimeStampMicroTZVector stamps) {
            return instant(stamps.get(i)).atOffset(ZoneOffset.UTC);
        }
        if (vector instanceof VarCharVector texts) {
            return texts.getObject(i).toString();
        }
        if (vector instanceof ListVector lists) {
            List<Object> elements = new ArrayList<>();
            for (int at = lists.getElementStartIndex(i); at < lists.getElementEndIndex(i); at++) {
                elements.add(value(lists.getDataVector(), at));
            }
            return elements;
        }
        if (vector instanceof StructVector structs) {
            Map<String, Object> attributes = new LinkedHashMap<>();
            for (FieldVector child : structs.getChildrenFromFields()) {
                attributes.put(child.getName(), value(child, i));
            }
            return attributes;
        }
        Object value = vector.getObject(i);
        return value instanceof byte[] bytes ? Arrays.toString(bytes) : value;
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
