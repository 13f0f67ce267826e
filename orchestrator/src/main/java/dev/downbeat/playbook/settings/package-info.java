/**
 * What an installation may set about playbooks, as values with checked bounds:
 * {@link dev.downbeat.playbook.settings.PlaybookSettings} holds one record per part.
 */
@NullMarked
package dev.downbeat.playbook.settings;

import org.jspecify.annotations.NullMarked;
