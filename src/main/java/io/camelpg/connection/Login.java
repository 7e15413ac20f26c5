package io.camelpg.connection;

import org.jspecify.annotations.Nullable;

/** Who connects. Prints no password. */
public record Login(String username, @Nullable Secret password) {}
