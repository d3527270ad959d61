package camp.elbrusboot.gateway.artifact;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** A database beside the others in a PostgreSQL, for a test that does harm to it. */
final class OwnDatabase implements AutoCloseable {
    private final Map<String, String> common;
    private final String name;

    /** In the sandbox's PostgreSQL. */
    OwnDatabase(String name) throws SQLException {
        this(name, SandboxSettings.settings());
    }

    /** @param common settings of a gateway on another database of the same server */
    OwnDatabase(String name, Map<String, String> common) throws SQLException {
        this.name = name;
        this.common = common;
        drop();
        execute(common.get("gateway.database.url"), "create database " + name);
    }

    /** What a gateway on this database has to be told. */
    Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(common);
        settings.put("gateway.database.url", url());
        return settings;
    }

    void execute(String statement) throws SQLException {
        execute(url(), statement);
    }

    /** The one value that the query yields, as text; null where there is none. */
    @Nullable
    String value(String query) throws SQLException {
        try (Connection connection = connect(url());
                Statement sql = connection.createStatement();
                ResultSet result = sql.executeQuery(query)) {
            return result.next() ? result.getString(1) : null;
        }
    }

    /** The rows, their columns as texts one after another. */
    List<String> query(String query) throws SQLException {
        try (Connection connection = connect(url());
                Statement sql = connection.createStatement();
                ResultSet rows = sql.executeQuery(query)) {
            List<String> all = new ArrayList<>();
            while (rows.next()) {
                StringJoiner row = new StringJoiner("|");
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.add(rows.getString(i));
                }
                all.add(row.toString());
            }
            return all;
        }
    }

    /** For what has to happen on one connection. */
    Connection connect() throws SQLException {
        return connect(url());
    }

    /** Ends every connection to it, too. */
    void drop() throws SQLException {
        execute(common.get("gateway.database.url"), "drop database if exists " + name + " with (force)");
    }

    @Override
    public void close() throws SQLException {
        drop();
    }

    private String url() {
        return common.get("gateway.database.url").replaceAll("/[^/]*$", "/" + name);
    }

    private void execute(String url, String statement) throws SQLException {
        try (Connection connection = connect(url);
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }

    private Connection connect(String url) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:" + url, common.get("gateway.database.username"), common.get("gateway.database.password"));
    }
}
