/**
 * What can be set, and from where: {@link dev.downbeat.worker.settings.Settings} takes flags before the environment,
 * the environment before {@code downbeat.yaml}, and that before the defaults of {@link
 * dev.downbeat.worker.settings.KnownSettings}.
 */
@NullMarked
package dev.downbeat.worker.settings;

import org.jspecify.annotations.NullMarked;
