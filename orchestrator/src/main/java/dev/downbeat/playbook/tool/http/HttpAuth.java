package dev.downbeat.playbook.tool.http;

import dev.downbeat.playbook.credential.Credential;
import dev.downbeat.playbook.tool.ErrorKind;
import dev.downbeat.playbook.tool.PlainData;
import dev.downbeat.playbook.tool.ToolCall;
import dev.downbeat.playbook.tool.ToolException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a request proves who sends it: {@code auth: NAME} of a credential, or a mapping {@code {type, …}} with the same
 * fields, or {@code {credential: NAME}}. Types: {@code bearer} (token), {@code basic} (username, password),
 * {@code api_key} (key; header, or {@code in: query} with a param's name).
 */
record HttpAuth(Optional<Credential> credential) {

    static HttpAuth of(ToolCall call) throws ToolException {
        Optional<Object> auth = call.fields().any("auth", "credential");
        if (auth.isEmpty()) {
            return new HttpAuth(Optional.empty());
        }
        Map<String, @Nullable Object> inline = PlainData.map(auth.get()).orElse(null);
        if (inline == null) {
            return new HttpAuth(Optional.of(call.credential(auth.get().toString())));
        }
        Object name = inline.get("credential");
        if (name != null) {
            return new HttpAuth(Optional.of(call.credential(name.toString())));
        }
        Map<String, String> fields = new LinkedHashMap<>();
        inline.forEach((key, value) -> {
            if (value != null) {
                fields.put(key, value.toString());
            }
        });
        return new HttpAuth(Optional.of(new Credential("auth", fields.getOrDefault("type", "bearer"), fields)));
    }

    /** Adds the header or parameter. */
    void apply(Map<String, String> headers, Map<String, @Nullable Object> params) throws ToolException {
        if (credential.isEmpty()) {
            return;
        }
        Credential secret = credential.get();
        switch (secret.type().toLowerCase(Locale.ROOT)) {
            case "bearer", "oauth", "token" ->
                headers.put("Authorization", "Bearer " + need(secret, "token", "access_token", "bearer"));
            case "basic" -> {
                String pair = need(secret, "username", "user") + ":"
                        + secret.field("password", "pass").orElse("");
                headers.put(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
            }
            case "api_key", "apikey" -> applyKey(secret, headers, params);
            default ->
                throw ToolException.of(
                        ErrorKind.SCHEMA,
                        "credential '%s' is of type %s; http takes bearer, basic and api_key"
                                .formatted(secret.name(), secret.type()));
        }
    }

    private static void applyKey(Credential secret, Map<String, String> headers, Map<String, @Nullable Object> params)
            throws ToolException {
        String key = need(secret, "key", "value", "api_key", "token");
        if (secret.field("in", "location").orElse("header").equalsIgnoreCase("query")) {
            params.put(secret.field("name", "param").orElse("api_key"), key);
        } else {
            headers.put(secret.field("header", "name").orElse("X-API-Key"), key);
        }
    }

    private static String need(Credential secret, String... names) throws ToolException {
        return secret.field(names)
                .orElseThrow(() -> ToolException.of(
                        ErrorKind.AUTH, "credential '%s' has no field '%s'".formatted(secret.name(), names[0])));
    }
}
