/**
 * The command line: {@link dev.downbeat.worker.cli.CommandRunner} finds the command, runs it, and turns every failure
 * into one line and an exit code. Other modules add commands by {@link dev.downbeat.worker.cli.CommandProvider}.
 */
@NullMarked
package dev.downbeat.worker.cli;

import org.jspecify.annotations.NullMarked;
