/** What bench executions do, in the worker JVMs. */
@NullMarked
package dev.downbeat.bench.task;

import org.jspecify.annotations.NullMarked;
