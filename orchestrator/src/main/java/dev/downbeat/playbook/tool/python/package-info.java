/**
 * The kind {@code python}: {@link dev.downbeat.playbook.tool.python.PythonTool} runs code in warm {@code python3} child
 * processes that the {@link dev.downbeat.playbook.tool.python.PythonPool} keeps. Their side is the resource
 * {@code worker.py}.
 */
@NullMarked
package dev.downbeat.playbook.tool.python;

import org.jspecify.annotations.NullMarked;
