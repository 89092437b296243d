using Npgsql;

namespace PowerMeter.Shared.Database;

/// <summary>
/// How the rows of a batch's answers are read when who asked may go away. Given up among the rows of one statement, Npgsql 10
/// takes the statements after it for prepared, which the server has passed over: from then on each call that the pool gives
/// this connection fails ("prepared statement does not exist", SQLSTATE 26000). Between two statements it is safe.
/// </summary>
public static class BatchRows
{
    /// <summary>The next row, which cannot be given up; give the token to <see cref="NpgsqlDataReader.NextResultAsync(CancellationToken)"/>.</summary>
    public static Task<bool> ReadRowAsync(this NpgsqlDataReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return reader.ReadAsync(CancellationToken.None);
    }
}
