package io.camelpg.support;

import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/** What a proxy does, once, at the first message that fits. */
record WireTrigger(
        Predicate<WireMessage> when, WirePlace place, WireAction action, CompletableFuture<WireMessage> fired) {}
