/** What a bench run tells: one record, and the forms that people and programs read it in. */
@NullMarked
package dev.downbeat.bench.report;

import org.jspecify.annotations.NullMarked;
