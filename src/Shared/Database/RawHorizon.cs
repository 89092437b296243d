using NodaTime;
using NodaTime.Text;
using Npgsql;
using PowerMeter.Shared.Measurement;

namespace PowerMeter.Shared.Database;

/// <summary>
/// Before it, always the beginning of a month in UTC, retention has removed the samples: roll-ups are all that there is, and
/// are never computed again. Of each sensor the last sample before it is still there, for the segment that reaches over it.
/// </summary>
public static class RawHorizon
{
    /// <summary>The SQLSTATE by which the database refuses samples before it.</summary>
    public const string Refused = "22R01";

    public const string Sql = "select horizon from raw_horizon";

    /// <returns>Unix microseconds; far before every sample while nothing was removed.</returns>
    public static async Task<long> ReadAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel) ? MeasureSpans.ReadTime(reader, 0) : long.MinValue;
    }

    /// <summary>The day it begins with, as people and programs read it: 2026-03-01.</summary>
    public static string Text(Instant horizon) => InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd").Format(horizon);

    /// <returns>Null while nothing was removed.</returns>
    public static async Task<Instant?> ReadAsync(NpgsqlDataSource database, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(database);
        await using var connection = await database.OpenConnectionAsync(cancel);
        var horizon = await ReadAsync(connection, cancel);
        return horizon < Sample.Earliest.ToUnixMicroseconds() ? null : UnixMicroseconds.ToInstant(horizon);
    }
}
