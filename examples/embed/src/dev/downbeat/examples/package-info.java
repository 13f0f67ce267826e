/** What an application that embeds the queue looks like: {@link dev.downbeat.examples.SendReceipts}. */
@NullMarked
package dev.downbeat.examples;

import org.jspecify.annotations.NullMarked;
