@NullMarked
package dev.downbeat.playbook.credential;

import org.jspecify.annotations.NullMarked;
