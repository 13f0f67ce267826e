/**
 * The kind {@code postgres}: {@link dev.downbeat.playbook.tool.postgres.PostgresTool} cuts SQL into
 * {@link dev.downbeat.playbook.tool.postgres.Statement}s, binds parameters, runs them in one transaction, and makes
 * plain data of the rows.
 */
@NullMarked
package dev.downbeat.playbook.tool.postgres;

import org.jspecify.annotations.NullMarked;
