package dev.downbeat.playbook.pipeline;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline that waits before it runs a task again. It holds nothing meanwhile: whoever kept the state goes on with it,
 * in any process.
 *
 * @param after how long it waits
 * @param state where it stands: plain data
 */
public record PipelinePause(Duration after, Map<String, @Nullable Object> state) {}
