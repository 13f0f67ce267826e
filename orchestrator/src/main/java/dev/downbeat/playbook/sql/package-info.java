/**
 * How the statements run that every command needs: {@link dev.downbeat.playbook.sql.HotStatement}. Everything else speaks
 * jOOQ.
 */
@NullMarked
package dev.downbeat.playbook.sql;

import org.jspecify.annotations.NullMarked;
