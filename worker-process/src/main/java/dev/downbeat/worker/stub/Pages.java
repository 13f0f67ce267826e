package dev.downbeat.worker.stub;

import java.util.LinkedHashMap;
import java.util.Map;

/** The paged lists of the stub server, each {@value #TOTAL} records long. Pure. */
final class Pages {

    static final int TOTAL = 35;

    private Pages() {}

    /** Page {@code page}, counted from 1: {@code {data, paging: {page, pageSize, total, hasMore}}}. */
    static Answer byPage(Request request) {
        int page = request.number("page", 1, 1, 1_000_000);
        int size = request.number("pageSize", 10, 1, 1_000);
        return page(page, size, TOTAL);
    }

    /** As {@link #byPage}, but there is always one more page. */
    static Answer endless(Request request) {
        int page = request.number("page", 1, 1, 1_000_000);
        int size = request.number("pageSize", 10, 1, 1_000);
        return page(page, size, Integer.MAX_VALUE);
    }

    /** From {@code offset} on: {@code {users, total, offset, limit, has_more}}. */
    static Answer byOffset(Request request) {
        int offset = request.number("offset", 0, 0, 1_000_000);
        int limit = request.number("limit", 10, 1, 1_000);
        int last = Math.min(offset + limit, TOTAL);
        return Answer.ok(Map.of(
                "users", Records.range(offset + 1, last, Records::user),
                "total", TOTAL,
                "offset", offset,
                "limit", limit,
                "has_more", last < TOTAL));
    }

    /** After {@code cursor}: {@code {events, next_cursor, limit}}; the last page's {@code next_cursor} is null. */
    static Answer byCursor(Request request) {
        String cursor = request.text("cursor", "");
        int after = cursor.isEmpty() ? 0 : position(cursor);
        int limit = request.number("limit", 10, 1, 1_000);
        int last = Math.min(after + limit, TOTAL);
        var body = new LinkedHashMap<String, Object>();
        body.put("events", Records.range(after + 1, last, Records::event));
        body.put("next_cursor", last < TOTAL ? "after-" + last : null);
        body.put("limit", limit);
        return Answer.ok(body);
    }

    private static Answer page(int page, int size, int total) {
        long first = (page - 1L) * size + 1;
        long last = Math.min(first + size - 1, total);
        return Answer.ok(Map.of(
                "data", Records.range((int) first, (int) last, Records::assessment),
                "paging", Map.of("page", page, "pageSize", size, "total", total, "hasMore", last < total)));
    }

    private static int position(String cursor) {
        if (!cursor.matches("after-\\d{1,6}")) {
            throw new BadRequestException(400, "cursor: expected after-N, got " + cursor);
        }
        return Integer.parseInt(cursor.substring("after-".length()));
    }
}
