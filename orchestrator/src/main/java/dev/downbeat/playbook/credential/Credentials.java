package dev.downbeat.playbook.credential;

import java.util.Optional;

/** Finds credentials by name, at the time of the call. Implementations are safe for use by several threads. */
@FunctionalInterface
public interface Credentials {

    /** Knows no credential. */
    Credentials NONE = name -> Optional.empty();

    /** Returns the credential of this name as it stands now. */
    Optional<Credential> find(String name);
}
