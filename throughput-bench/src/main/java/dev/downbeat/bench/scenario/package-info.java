/** What is measured: scenarios as data, from the built-in {@code scenarios.yaml} and from files of the user's. */
@NullMarked
package dev.downbeat.bench.scenario;

import org.jspecify.annotations.NullMarked;
