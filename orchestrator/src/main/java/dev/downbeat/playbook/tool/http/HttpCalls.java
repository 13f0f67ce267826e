package dev.downbeat.playbook.tool.http;

import dev.downbeat.playbook.tool.ErrorKind;
import dev.downbeat.playbook.tool.Fields;
import dev.downbeat.playbook.tool.ToolCall;
import dev.downbeat.playbook.tool.ToolException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a request of a step's fields. Stateless. */
final class HttpCalls {
    private HttpCalls() {}

    static HttpCall of(ToolCall call) throws ToolException {
        Fields fields = call.fields();
        Map<String, String> headers = new LinkedHashMap<>();
        fields.map("headers").forEach((name, value) -> {
            if (value != null) {
                headers.put(name, value.toString());
            }
        });
        Map<String, @Nullable Object> params = new LinkedHashMap<>(fields.map("params", "query"));
        HttpAuth.of(call).apply(headers, params);
        HttpBody body = HttpBody.of(fields, headers);
        params.putAll(body.params());
        String method = fields.text("method")
                .map(name -> name.strip().toUpperCase(Locale.ROOT))
                .orElse(body.content() == null ? "GET" : "POST");
        if (!method.matches("[A-Z]+")) {
            throw ToolException.of(ErrorKind.SCHEMA, "'method': expected a method such as GET, got " + method);
        }
        return new HttpCall(
                method,
                uri(fields.require("url", "endpoint"), params),
                headers,
                body.content(),
                fields.flag("follow_redirects", true),
                fields.flag("verify_ssl", true));
    }

    private static URI uri(String url, Map<String, @Nullable Object> params) throws ToolException {
        String text = url.strip();
        int hash = text.indexOf('#');
        if (hash >= 0) {
            text = text.substring(0, hash);
        }
        String query = FormText.of(params);
        if (!query.isEmpty()) {
            text += (text.indexOf('?') < 0 ? "?" : text.endsWith("?") || text.endsWith("&") ? "" : "&") + query;
        }
        try {
            URI uri = URI.create(FormText.escaped(text));
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw ToolException.of(ErrorKind.SCHEMA, "'url': expected an address with http:// or https://, got " + url);
    }
}
