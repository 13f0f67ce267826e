package dev.downbeat.playbook.graph;

import dev.downbeat.playbook.template.Template;

/**
 * One named secret of a playbook, read in templates as {@code keychain.<name>.<field>}.
 *
 * @param name how templates call it
 * @param kind {@code static}, {@code bearer} or {@code credential}
 * @param fields everything else that the entry says, rendered when the secret is resolved
 * @param line its line in the document, from 1
 */
public record Keychain(String name, String kind, Template fields, int line) {}
