/**
 * Templates: Jinja over plain data. {@link dev.downbeat.playbook.template.Templates} evaluates what
 * {@link dev.downbeat.playbook.template.Template} and {@link dev.downbeat.playbook.template.Condition} have compiled,
 * with the names of a {@link dev.downbeat.playbook.template.Scope}.
 *
 * <p>Only maps, lists and scalars are visible to a template; no Java object, class or method is.
 */
@NullMarked
package dev.downbeat.playbook.template;

import org.jspecify.annotations.NullMarked;
