/**
 * Benchmarks: this component, its peers and the limit in one run, interleaved, with every answer checked. Run by {@code
 * mvn -Pbench verify}; {@code docs/performance.md} says how to read the figures.
 */
package io.camelpg.bench;
