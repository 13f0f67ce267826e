/**
 * The kind {@code http}: {@link dev.downbeat.playbook.tool.http.HttpTool} makes a
 * {@link dev.downbeat.playbook.tool.http.HttpCall} of a step's fields, and the pooled
 * {@link dev.downbeat.playbook.tool.http.HttpCaller} sends it.
 */
@NullMarked
package dev.downbeat.playbook.tool.http;

import org.jspecify.annotations.NullMarked;
