package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.downbeat.queue.RowChange.Operation;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableTriggerIT extends QueueTestBase {

    private record Invoice(int id, @Nullable String status) {}

    private static final Task<RowChange<Invoice>, @Nullable Void> CHANGED =
            Task.of("changed", new TypeReference<RowChange<Invoice>>() {});
    private static final Task<RowChange<JsonNode>, @Nullable Void> ANY =
            Task.of("any", new TypeReference<RowChange<JsonNode>>() {});
    private static final TableTrigger<Invoice> TRIGGER =
            TableTrigger.of("invoices", "public", "invoice", CHANGED).columns("id", "status");

    private final ConcurrentLinkedQueue<RowChange<Invoice>> seen = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void createTable() {
        database.execute("create table invoice (id integer primary key, status text, note text)");
    }

    private void drain() throws Exception {
        drain(worker().run(CHANGED, (change, context) -> seen.add(change)));
    }

    private static RowChange<Invoice> change(Operation operation, @Nullable Invoice before, @Nullable Invoice after) {
        return new RowChange<>(operation, "public", "invoice", before, after);
    }

    @Test
    void enqueuesEveryChangeWithTheChosenColumnsOldAndNew() throws Exception {
        queue.tableTriggers().put(TRIGGER);

        database.execute("insert into invoice values (1, 'open', 'x')");
        database.execute("update invoice set status = 'paid'");
        database.execute("delete from invoice");

        drain();
        assertThat(seen)
                .containsExactlyInAnyOrder(
                        change(Operation.INSERT, null, new Invoice(1, "open")),
                        change(Operation.UPDATE, new Invoice(1, "open"), new Invoice(1, "paid")),
                        change(Operation.DELETE, new Invoice(1, "paid"), null));
    }

    @Test
    void passesOverUpdatesThatChangeNoChosenColumn() throws Exception {
        queue.tableTriggers().put(TRIGGER.on(Operation.UPDATE));
        database.execute("insert into invoice select n, 'open' from generate_series(1, 3) n");

        database.execute("update invoice set note = 'read', status = status");
        database.execute("update invoice set status = null where id = 2");

        drain();
        assertThat(seen).containsExactly(change(Operation.UPDATE, new Invoice(2, "open"), new Invoice(2, null)));
    }

    @Test
    void leavesNothingOfAChangeThatIsRolledBack() throws Exception {
        queue.tableTriggers().put(TRIGGER);
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("insert into invoice values (1, 'open')");
            connection.rollback();
        }

        assertThat(queue.count(ExecutionFilter.ALL)).isZero();
    }

    @Test
    void isInstalledAndRemovedBySql() throws Exception {
        database.execute("select downbeat.watch_table('from sql', 'invoice', 'changed', '{insert}', '{id,status}')");
        database.execute("insert into invoice values (1, 'open')");
        database.execute("select downbeat.unwatch_table('from sql')");
        database.execute("insert into invoice values (2, 'open')");

        drain();

        assertThat(seen).containsExactly(change(Operation.INSERT, null, new Invoice(1, "open")));
    }

    @Test
    void leavesNothingBehindWhenItIsRemoved() throws Exception {
        TableTriggers triggers = queue.tableTriggers();
        assertThat(triggers.put(TRIGGER)).isTrue();
        assertThat(triggers.put(TRIGGER.on(Operation.DELETE))).isFalse();
        assertThat(number("select count(*) from pg_trigger where not tgisinternal"))
                .isEqualTo(1);

        assertThat(List.of(triggers.remove("invoices"), triggers.remove("invoices")))
                .containsExactly(true, false);

        assertThat(number("select count(*) from pg_trigger where not tgisinternal"))
                .isZero();
        assertThat(triggers.list()).isEmpty();
    }

    @Test
    void followsItsTableThroughRenamesAndOutlivesIt() {
        TableTriggers triggers = queue.tableTriggers();
        triggers.put(TRIGGER.on(Operation.INSERT));
        database.execute("alter table invoice rename to \"Bill\"");

        assertThat(triggers.list())
                .containsExactly(new StoredTableTrigger(
                        "invoices", "public.\"Bill\"", "changed", Set.of(Operation.INSERT), List.of("id", "status")));

        database.execute("drop table \"Bill\"");
        assertThat(triggers.list()).extracting(StoredTableTrigger::table).containsOnlyNulls();
        assertThat(triggers.remove("invoices")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Mixed Case",
                "quo\"te",
                "apos'trophe",
                "'); drop table invoice; --",
                "$$ dollar $1 %I %s",
                "Größe_表",
                "select",
                "a_name_of_sixty_three_bytes_is_as_long_as_postgres_lets_it_be_ok"
            })
    void worksWithWhateverNameATableOrColumnHas(String raw) throws Exception {
        String name = raw.length() > 63 ? raw.substring(0, 63) : raw;
        String quoted = '"' + name.replace("\"", "\"\"") + '"';
        database.execute("create schema " + quoted);
        database.execute("create table %1$s.%1$s (%1$s integer)".formatted(quoted));
        var changes = new ConcurrentLinkedQueue<RowChange<JsonNode>>();

        queue.tableTriggers()
                .put(TableTrigger.of(name, name, name, ANY.queue("any")).columns(name));
        database.execute("insert into %1$s.%1$s values (7)".formatted(quoted));

        drain(worker().run(ANY.queue("any"), (change, context) -> changes.add(change)));
        assertThat(changes).singleElement().satisfies(change -> {
            assertThat(change.table()).isEqualTo(name);
            JsonNode after = change.after();
            assertThat(after == null ? -1 : after.path(name).asInt()).isEqualTo(7);
        });
        assertThat(queue.tableTriggers().remove(name)).isTrue();
    }

    @Test
    void needsNoRightsOnTheQueueOfWhoeverWrites() throws Exception {
        queue.tableTriggers().put(TRIGGER);
        String role = "writer_" + ProcessHandle.current().pid();
        database.execute("create role " + role);
        database.execute("grant insert on invoice to " + role);
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("set role " + role);
            statement.execute("insert into invoice values (1, 'open')");
            statement.execute("reset role");
        } finally {
            database.execute("drop owned by " + role);
            database.execute("drop role " + role);
        }

        drain();
        assertThat(seen).hasSize(1);
    }

    @Test
    void tellsWhichTableOrColumnIsMissing() {
        assertThatThrownBy(() -> queue.tableTriggers().put(TRIGGER.columns("id", "no such")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("column=no such");
        assertThatThrownBy(() -> queue.tableTriggers().put(TableTrigger.of("x", "public", "no such", CHANGED)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no such");
        assertThat(queue.tableTriggers().list()).isEmpty();
    }
}
