/**
 * Named secrets that tools use by {@code auth: NAME}: {@link dev.downbeat.playbook.credential.Credentials} resolves
 * them in the worker at call time. They are stored encrypted, can be written and deleted, and are never printed.
 */
@NullMarked
package dev.downbeat.playbook.credential;

import org.jspecify.annotations.NullMarked;
