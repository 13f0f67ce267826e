package dev.downbeat.playbook.template;

import java.time.InstantSource;

/** One rendering: the scope, and what it may still cost. */
record Evaluation(TemplateLimits limits, boolean coerceText, InstantSource clock, Scope scope) {}
