package dev.downbeat.bench.ceiling;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * Measures how fast this server and this driver move rows through a queue when nothing else is asked of them.
 *
 * <p>Works in a scratch schema of its own and leaves nothing behind. Every measurement starts from a freshly filled, analysed
 * table after a checkpoint, so that the order of the shapes does not matter. Not safe for two calls at once on one database.
 */
public final class Ceiling {
    static final String SCHEMA = "downbeat_ceiling";

    /** So many rows tell which shape is the fastest; more are asked of that one alone. */
    private static final int HEAT_ROWS = 200_000;

    private final DataSource database;
    private final CeilingSettings settings;
    private final int heatRows;

    /**
     * Prepares nothing yet.
     *
     * @param database hands out at least {@code settings.connections() + 1} connections at once
     * @param settings how much is measured
     */
    public Ceiling(DataSource database, CeilingSettings settings) {
        this(database, settings, HEAT_ROWS);
    }

    Ceiling(DataSource database, CeilingSettings settings, int heatRows) {
        this.database = database;
        this.settings = settings;
        this.heatRows = heatRows;
    }

    /**
     * Measures every shape; with many rows once each in a heat of 200 000, and the fastest that counts with all of them.
     *
     * @throws SQLException if the server refuses a statement, or a round outlasts its deadline
     */
    public CeilingResult measure() throws SQLException, InterruptedException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            List<CeilingShape> shapes = new ArrayList<>(CeilingShapes.all());
            ProductionStages.of("downbeat", statement).ifPresent(shapes::add);
            try {
                warmUp(shapes, statement);
                return measure(shapes, statement);
            } finally {
                statement.execute("drop schema if exists " + SCHEMA + " cascade");
            }
        }
    }

    private CeilingResult measure(List<CeilingShape> shapes, Statement statement)
            throws SQLException, InterruptedException {
        if (settings.rows() <= heatRows) {
            return inTurn(shapes, settings, statement);
        }
        CeilingResult heats = inTurn(shapes, settings.withRows(heatRows).withRepeats(1), statement);
        CeilingShape fastest = shapes.stream()
                .filter(shape -> shape.name().equals(heats.best().name()))
                .findFirst()
                .orElseThrow();
        return heats.with(measure(fastest, settings, statement));
    }

    private CeilingResult inTurn(List<CeilingShape> shapes, CeilingSettings how, Statement statement)
            throws SQLException, InterruptedException {
        List<CeilingResult.Shape> results = new ArrayList<>();
        for (CeilingShape shape : shapes) {
            results.add(measure(shape, how, statement));
        }
        return new CeilingResult(results);
    }

    /** One unmeasured round, so that the first shape does not pay for the driver's classes. */
    private void warmUp(List<CeilingShape> shapes, Statement statement) throws SQLException, InterruptedException {
        int rows = Math.min(settings.rows(), 20_000);
        prepare(shapes.get(0), statement, rows);
        CeilingRound.run(database, shapes.get(0), settings.withRows(rows));
    }

    private CeilingResult.Shape measure(CeilingShape shape, CeilingSettings how, Statement statement)
            throws SQLException, InterruptedException {
        List<Double> rates = new ArrayList<>();
        long walBytes = 0;
        for (int repeat = 0; repeat < how.repeats(); repeat++) {
            prepare(shape, statement, how.rows());
            String before = walPosition(statement);
            long nanos = CeilingRound.run(database, shape, how);
            walBytes += walSince(statement, before);
            requireNothingLeft(shape, statement);
            rates.add(how.rows() * 1e9 / nanos);
        }
        double walPerRow = (double) walBytes / how.rows() / how.repeats();
        return new CeilingResult.Shape(
                shape.name(), shape.description(), how.rows(), shape.leased(), rates, median(rates), walPerRow);
    }

    private static void prepare(CeilingShape shape, Statement statement, int rows) throws SQLException {
        statement.execute("drop schema if exists " + SCHEMA + " cascade");
        statement.execute("create schema " + SCHEMA);
        for (String create : shape.create()) {
            statement.execute(create.formatted(SCHEMA));
        }
        try (var fill = statement.getConnection().prepareStatement(shape.fill().formatted(SCHEMA))) {
            fill.setInt(1, rows);
            fill.executeUpdate();
        }
        statement.execute("vacuum analyze " + SCHEMA + "." + (isStaged(shape) ? "ready" : "job"));
        Checkpoint.ifPermitted(statement);
    }

    private static boolean isStaged(CeilingShape shape) {
        return shape.claim().contains(".ready");
    }

    private static String walPosition(Statement statement) throws SQLException {
        try (var row = statement.executeQuery("select pg_current_wal_lsn()::text")) {
            row.next();
            return row.getString(1);
        }
    }

    private static long walSince(Statement statement, String position) throws SQLException {
        try (var query = statement
                .getConnection()
                .prepareStatement("select pg_wal_lsn_diff(pg_current_wal_lsn(), ?::pg_lsn)::bigint")) {
            query.setString(1, position);
            try (var row = query.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private static void requireNothingLeft(CeilingShape shape, Statement statement) throws SQLException {
        try (var row = statement.executeQuery(shape.remaining().formatted(SCHEMA))) {
            row.next();
            long left = row.getLong(1);
            if (left != 0) {
                throw new IllegalStateException(
                        "Ceiling shape left rows behind: shape=%s, rows=%d. Its figure would be wrong."
                                .formatted(shape.name(), left));
            }
        }
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
