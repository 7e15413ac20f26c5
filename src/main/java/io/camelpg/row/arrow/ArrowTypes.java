package io.camelpg.row.arrow;

/** Which of Arrow's types columns get; constants are named as routes write them. */
public enum ArrowTypes {
    /** Booleans, numbers, dates, times, text and binary; arrays and composites as text of JSON, numeric as text. */
    plain,
    /** As plain, and arrays as List, composites as Struct, numeric of a stated precision as Decimal. */
    rich,
    /** Text for every column, in which every value has a form. */
    text
}
