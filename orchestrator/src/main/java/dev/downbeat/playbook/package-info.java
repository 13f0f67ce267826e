/** Playbooks, from YAML to durable transitions. */
@NullMarked
package dev.downbeat.playbook;

import org.jspecify.annotations.NullMarked;
