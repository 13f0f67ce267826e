/**
 * The small HTTP server that answers what the example playbooks call: {@link dev.downbeat.worker.stub.StubServer}.
 * Deterministic and bounded, on the loopback address only.
 */
@NullMarked
package dev.downbeat.worker.stub;

import org.jspecify.annotations.NullMarked;
