/**
 * The same no-op drain on Downbeat and on other Java schedulers: {@link dev.downbeat.peers.SideBySide} runs them one after the
 * other on one server, in one layout of processes.
 */
@NullMarked
package dev.downbeat.peers;

import org.jspecify.annotations.NullMarked;
