/** SQL text: PostgreSQL's lexical rules, templates with placeholders, names. May import event and error. */
@NullMarked
package io.camelpg.sql;

import org.jspecify.annotations.NullMarked;
