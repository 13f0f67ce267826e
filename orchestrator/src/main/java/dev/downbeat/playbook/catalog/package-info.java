/**
 * The registered playbooks: {@link dev.downbeat.playbook.catalog.Catalog} keeps every version and compiles each once.
 */
@NullMarked
package dev.downbeat.playbook.catalog;

import org.jspecify.annotations.NullMarked;
