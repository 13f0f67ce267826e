/** The kind {@code artifact}: {@link dev.downbeat.playbook.tool.artifact.ArtifactTool} keeps values by reference. */
@NullMarked
package dev.downbeat.playbook.tool.artifact;

import org.jspecify.annotations.NullMarked;
