/**
 * From YAML to the graph: {@link dev.downbeat.playbook.parse.PlaybookParser} takes the union of the dialects and reports
 * all faults of a document at once, each with its line.
 */
@NullMarked
package dev.downbeat.playbook.parse;

import org.jspecify.annotations.NullMarked;
