using Npgsql;
using PowerMeter.Shared.Database;

namespace PowerMeter.Web.Queries;

/// <summary>Deletes samples; the table's own triggers have the roll-ups computed again.</summary>
public sealed class SampleRemoval(NpgsqlDataSource database)
{
    private const string Sql = "delete from measures where sensor_id = $1 and time >= $2 and time < $3";

    /// <summary>Years of samples take minutes on a small machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    /// <summary>All of the span or, when it fails or is given up, nothing.</summary>
    /// <param name="from">Unix microseconds, included.</param>
    /// <param name="until">Unix microseconds, excluded.</param>
    /// <returns>How many there were.</returns>
    public async Task<int> DeleteAsync(int sensorId, long from, long until, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(Sql);
        command.CommandTimeout = (int)Patience.TotalSeconds;
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = sensorId });
        command.Parameters.Add(MeasureSpans.Time(from));
        command.Parameters.Add(MeasureSpans.Time(until));
        return await command.ExecuteNonQueryAsync(cancel);
    }
}
