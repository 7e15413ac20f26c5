/**
 * From rows to a page and a mail: dates, templates, messages. May import nothing else of the application.
 */
@NullMarked
package io.camelpg.app.report;

import org.jspecify.annotations.NullMarked;
