/**
 * Ad-hoc SQL for people: {@link dev.downbeat.worker.query.Statements} runs it, {@link
 * dev.downbeat.worker.query.QueryOutput} prints it.
 */
@NullMarked
package dev.downbeat.worker.query;

import org.jspecify.annotations.NullMarked;
