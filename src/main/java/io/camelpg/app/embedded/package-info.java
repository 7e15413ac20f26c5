/**
 * Servers for trying things out: PostgreSQL, Kafka and mail on loopback, where no others are named. May import nothing of
 * the application.
 */
@NullMarked
package io.camelpg.app.embedded;

import org.jspecify.annotations.NullMarked;
