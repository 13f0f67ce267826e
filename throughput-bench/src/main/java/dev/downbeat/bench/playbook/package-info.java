/** The playbooks that the bench runs: what orchestration costs when the steps do nothing. */
@NullMarked
package dev.downbeat.bench.playbook;

import org.jspecify.annotations.NullMarked;
