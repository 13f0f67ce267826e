/** Tests of whole runs on a real Postgres. */
package dev.downbeat.playbook;
