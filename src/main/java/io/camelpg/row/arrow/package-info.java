/**
 * Rows as Apache Arrow's columns: the streaming format of its IPC, written and read (the format's specification,
 * "Columnar Format", version 1.5). Only this package and the one below it know Arrow's classes, which are optional: whoever gets here has asked
 * {@link io.camelpg.row.arrow.ArrowLibrary} before. May import row, type and below.
 */
@NullMarked
package io.camelpg.row.arrow;

import org.jspecify.annotations.NullMarked;
