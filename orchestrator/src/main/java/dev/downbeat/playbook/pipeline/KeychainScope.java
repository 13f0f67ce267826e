package dev.downbeat.playbook.pipeline;

import dev.downbeat.playbook.credential.Credential;
import dev.downbeat.playbook.credential.Credentials;
import dev.downbeat.playbook.graph.Keychain;
import dev.downbeat.playbook.template.Deferred;
import dev.downbeat.playbook.template.Scope;
import dev.downbeat.playbook.template.Templates;
import dev.downbeat.playbook.tool.PlainData;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The secrets that a call's templates read as {@code keychain.<name>.<field>}. Each is resolved when a template touches
 * it, lives as long as the call, and is in no scope that anything is stored from.
 */
final class KeychainScope {
    private final Templates templates;
    private final Credentials credentials;

    KeychainScope(Templates templates, Credentials credentials) {
        this.templates = templates;
        this.credentials = credentials;
    }

    /** Returns the scope with the name {@code keychain} before it; the scope itself when there are no secrets. */
    Scope over(Scope scope, List<Keychain> entries) {
        if (entries.isEmpty()) {
            return scope;
        }
        Map<String, @Nullable Object> secrets = new LinkedHashMap<>();
        for (Keychain entry : entries) {
            Deferred secret = () -> resolve(entry, scope);
            secrets.put(entry.name(), secret);
        }
        return scope.with("keychain", secrets);
    }

    /**
     * Returns the fields as written, rendered; with {@code credential} or {@code auth}, those of that credential before
     * them.
     */
    private Map<String, @Nullable Object> resolve(Keychain entry, Scope scope) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(
                PlainData.map(templates.render(entry.fields(), scope)).orElse(Map.of()));
        Object named = fields.remove("credential");
        named = named == null ? fields.remove("auth") : named;
        if (named == null && entry.kind().equals("credential")) {
            named = entry.name();
        }
        if (named != null) {
            fields.putAll(credential(entry, named.toString()).fields());
        }
        return fields;
    }

    private Credential credential(Keychain entry, String name) {
        return credentials.find(name).orElseThrow(() -> new UnknownSecretException(entry.name(), name));
    }

    /** A keychain names a credential that there is not. */
    static final class UnknownSecretException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnknownSecretException(String keychain, String credential) {
            super(
                    "keychain.%s names the credential '%s', which is unknown; set it with: downbeat credential set %s --type …"
                            .formatted(keychain, credential, credential));
        }
    }
}
