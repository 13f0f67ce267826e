/** Tests of the decisions, without a database. */
@NullMarked
package dev.downbeat.playbook.run;

import org.jspecify.annotations.NullMarked;
