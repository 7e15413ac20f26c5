/**
 * What requests are checked with before a route works on them, and what they are answered. May import nothing else of the
 * application.
 */
@NullMarked
package io.camelpg.app.http;

import org.jspecify.annotations.NullMarked;
