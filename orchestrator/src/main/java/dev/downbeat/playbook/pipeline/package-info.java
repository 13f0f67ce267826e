/**
 * Running a step's action on one worker: {@link dev.downbeat.playbook.pipeline.ToolRunner} renders and calls one tool,
 * {@link dev.downbeat.playbook.pipeline.PipelineRunner} runs a list of tasks and asks the pure
 * {@link dev.downbeat.playbook.pipeline.PipelineDecision} what follows each.
 */
@NullMarked
package dev.downbeat.playbook.pipeline;

import org.jspecify.annotations.NullMarked;
