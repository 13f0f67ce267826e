/**
 * A playbook as the engine knows it: {@link dev.downbeat.playbook.graph.Playbook} and the records below it.
 *
 * <p>The three dialects of the language end here. Whatever a step was written in, its transitions are one ordered list
 * of {@link dev.downbeat.playbook.graph.Rule}s, its assignments one list, its retry one
 * {@link dev.downbeat.playbook.graph.RetryPolicy}. {@link dev.downbeat.playbook.graph.Topology} derives predecessors,
 * back-edges and joins. Everything is immutable and free of I/O.
 */
@NullMarked
package dev.downbeat.playbook.graph;

import org.jspecify.annotations.NullMarked;
