/** The sync modes of pg:load: whole refreshes, and rows that replace those before. Imports the room operation.load, which never imports it. */
@NullMarked
package io.camelpg.operation.load.sync;

import org.jspecify.annotations.NullMarked;
