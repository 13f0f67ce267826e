package dev.downbeat.playbook.credential;

import static dev.downbeat.schema.jooq.Tables.CREDENTIAL;
import static org.jooq.impl.DSL.currentOffsetDateTime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/** Credentials in the database, sealed with AES-256-GCM. Safe for use by several threads. */
public final class CredentialStore implements Credentials {
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<Map<String, String>> FIELDS = new TypeReference<>() {};

    private final DSLContext sql;
    private final Supplier<SecretKey> key;
    private final SecureRandom random = new SecureRandom();

    /** Returns a store whose key is asked for when a credential is sealed or opened, not before. */
    public CredentialStore(DSLContext sql, Supplier<SecretKey> key) {
        this.sql = sql;
        this.key = key;
    }

    /** Returns the store of an installation whose key is that of {@link CredentialKey} in this directory. */
    public static CredentialStore on(DataSource database, Path home) {
        return new CredentialStore(
                DSL.using(database, SQLDialect.POSTGRES), () -> CredentialKey.load(System.getenv(), home));
    }

    /** What may be shown of a credential. */
    public record Listed(String name, String type, OffsetDateTime changedAt) {}

    /** Stores a credential, in place of one with the same name. */
    public void set(Credential credential) {
        if (credential.name().isBlank() || credential.type().isBlank()) {
            throw new IllegalArgumentException("A credential needs a name and a type: " + credential);
        }
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = sealed(credential, nonce);
        sql.insertInto(CREDENTIAL)
                .set(CREDENTIAL.NAME, credential.name())
                .set(CREDENTIAL.TYPE, credential.type())
                .set(CREDENTIAL.NONCE, nonce)
                .set(CREDENTIAL.SEALED, sealed)
                .onConflict(CREDENTIAL.NAME)
                .doUpdate()
                .set(CREDENTIAL.TYPE, credential.type())
                .set(CREDENTIAL.NONCE, nonce)
                .set(CREDENTIAL.SEALED, sealed)
                .set(CREDENTIAL.CHANGED_AT, currentOffsetDateTime())
                .execute();
    }

    /** Deletes a credential; returns false when there was none. */
    public boolean delete(String name) {
        return sql.deleteFrom(CREDENTIAL).where(CREDENTIAL.NAME.eq(name)).execute() > 0;
    }

    /** Returns all credentials by name, without their values. */
    public List<Listed> list() {
        return sql.select(CREDENTIAL.NAME, CREDENTIAL.TYPE, CREDENTIAL.CHANGED_AT)
                .from(CREDENTIAL)
                .orderBy(CREDENTIAL.NAME)
                .fetch(row -> new Listed(row.value1(), row.value2(), row.value3()));
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if it was sealed with another key
     */
    @Override
    public Optional<Credential> find(String name) {
        return sql.select(CREDENTIAL.TYPE, CREDENTIAL.NONCE, CREDENTIAL.SEALED)
                .from(CREDENTIAL)
                .where(CREDENTIAL.NAME.eq(name))
                .fetchOptional(row -> opened(name, row.value1(), row.value2(), row.value3()));
    }

    private byte[] sealed(Credential credential, byte[] nonce) {
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, credential.name(), credential.type());
            return cipher.doFinal(JSON.writeValueAsBytes(new TreeMap<>(credential.fields())));
        } catch (GeneralSecurityException | JsonProcessingException e) {
            throw new IllegalStateException("The credential cannot be sealed: name=" + credential.name(), e);
        }
    }

    private Credential opened(String name, String type, byte[] nonce, byte[] sealed) {
        try {
            byte[] json = cipher(Cipher.DECRYPT_MODE, nonce, name, type).doFinal(sealed);
            return new Credential(name, type, JSON.readValue(json, FIELDS));
        } catch (GeneralSecurityException | IOException e) {
            // No cause: what a cipher or a parser says may quote what it read.
            throw new IllegalStateException(
                    "The credential was sealed with another key: name=%s. Give this process the same %s, or set the credential again."
                            .formatted(name, CredentialKey.VARIABLE));
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String name, String type) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key.get(), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD((name + '\0' + type).getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
