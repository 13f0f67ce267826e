package dev.downbeat.analysis.distribution;

/**
 * A shape of data.
 *
 * @param name what users type
 * @param description one line for people
 * @param volume what is loaded
 */
public record Distribution(String name, String description, Volume volume) {}
