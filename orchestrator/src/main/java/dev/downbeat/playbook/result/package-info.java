/**
 * Results in rows: small ones inline, large ones compressed beside by reference. {@link
 * dev.downbeat.playbook.result.Packed} is what is written, {@link dev.downbeat.playbook.result.Results} reads it back
 * lazily, so that a template sees no difference.
 */
@NullMarked
package dev.downbeat.playbook.result;

import org.jspecify.annotations.NullMarked;
