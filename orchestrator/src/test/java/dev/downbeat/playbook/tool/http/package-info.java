@NullMarked
package dev.downbeat.playbook.tool.http;

import org.jspecify.annotations.NullMarked;
