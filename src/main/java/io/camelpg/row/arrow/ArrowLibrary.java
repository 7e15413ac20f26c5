package io.camelpg.row.arrow;

/** Whether Arrow's generated classes are there; knows none of them itself. */
public final class ArrowLibrary {
    /** What to say where they are not. */
    public static final String NEEDED = "Apache Arrow: add org.apache.arrow:arrow-format to the class path";

    private ArrowLibrary() {}

    public static boolean isAvailable() {
        try {
            ClassLoader loader = ArrowLibrary.class.getClassLoader();
            Class.forName("org.apache.arrow.flatbuf.Message", false, loader);
            Class.forName("com.google.flatbuffers.FlatBufferBuilder", false, loader);
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }
}
