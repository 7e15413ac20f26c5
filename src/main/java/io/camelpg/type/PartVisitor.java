package io.camelpg.type;

/** Receives what a value consists of, one part after another. */
@FunctionalInterface
public interface PartVisitor {
    /**
     * @param index of the element, or of the attribute
     * @param length in bytes; below zero for NULL
     */
    void part(int index, byte[] data, int offset, int length);
}
