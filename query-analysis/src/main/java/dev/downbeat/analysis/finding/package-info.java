/** What is wrong with a plan, computed: each finding has a reason and a proposal. */
@NullMarked
package dev.downbeat.analysis.finding;

import org.jspecify.annotations.NullMarked;
