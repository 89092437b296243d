using Npgsql;

namespace PowerMeter.Tests.TestKit;

/// <summary>Short ways to say SQL in a test; parameters are $1, $2, ….</summary>
public static class SqlExtensions
{
    public static async Task<int> ExecuteAsync(this NpgsqlDataSource source, string sql, params object?[] parameters)
    {
        await using var command = Command(source, sql, parameters);
        return await command.ExecuteNonQueryAsync();
    }

    public static async Task<T> ScalarAsync<T>(this NpgsqlDataSource source, string sql, params object?[] parameters)
    {
        await using var command = Command(source, sql, parameters);
        return (T)(await command.ExecuteScalarAsync() is var value and not DBNull ? value! : default(T)!);
    }

    public static async Task<List<T>> QueryAsync<T>(this NpgsqlDataSource source, string sql, Func<NpgsqlDataReader, T> read, params object?[] parameters)
    {
        await using var command = Command(source, sql, parameters);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync()) rows.Add(read(reader));
        return rows;
    }

    private static NpgsqlCommand Command(NpgsqlDataSource source, string sql, object?[] parameters)
    {
        ArgumentNullException.ThrowIfNull(source);
        var command = source.CreateCommand(sql);
        command.CommandTimeout = 300;
        foreach (var parameter in parameters) command.Parameters.Add(new NpgsqlParameter { Value = parameter ?? DBNull.Value });
        return command;
    }
}
