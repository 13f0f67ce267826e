/**
 * The kind {@code transfer}: {@link dev.downbeat.playbook.tool.transfer.TransferTool} streams rows from a query or an
 * HTTP response into a table with COPY.
 */
@NullMarked
package dev.downbeat.playbook.tool.transfer;

import org.jspecify.annotations.NullMarked;
