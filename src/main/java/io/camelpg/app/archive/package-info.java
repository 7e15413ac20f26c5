/**
 * Files of archived rows. May import nothing else of the application.
 */
@NullMarked
package io.camelpg.app.archive;

import org.jspecify.annotations.NullMarked;
