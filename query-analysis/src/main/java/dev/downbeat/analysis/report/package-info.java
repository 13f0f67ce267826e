/** What an analysis tells: the record, and the forms that people and programs read it in. */
@NullMarked
package dev.downbeat.analysis.report;

import org.jspecify.annotations.NullMarked;
