package dev.downbeat.playbook.run;

/** The payload of the queue's task {@code playbook.sweep}: end what an execution that is over has left running. */
public record SweepCommand(long executionId) {}
