using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Language;
using PowerMeter.Shared.Measurement;

namespace PowerMeter.Processor.W3bstream;

/// <summary>Says in <c>w3bstream_status</c> why nothing is made or sent. The last who says something is heard.</summary>
public sealed class FaultNote(NpgsqlDataSource database, TimeProvider time)
{
    private const string SaySql = "update w3bstream_status set fault = $1, fault_said = $3::jsonb, fault_at = $2 where fault is distinct from $1";

    private const string ClearSql = "update w3bstream_status set fault = null, fault_said = null, fault_at = null where fault = $1";

    private const string ClearAnySql = "update w3bstream_status set fault = null, fault_said = null, fault_at = null where fault is not null";

    /// <summary>The time stays that of its first saying.</summary>
    public async Task SayAsync(Sentence sentence, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(sentence);
        await using var command = database.CreateCommand(SaySql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = sentence.ToString() });
        command.Parameters.Add(MeasureSpans.Time(time.GetCurrentInstant().ToUnixMicroseconds()));
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = sentence.ToJson() });
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Takes this sentence back, unless another stands there by now.</summary>
    public async Task ClearAsync(Sentence sentence, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(sentence);
        await using var command = database.CreateCommand(ClearSql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = sentence.ToString() });
        await command.ExecuteNonQueryAsync(cancel);
    }

    public async Task ClearAnyAsync(CancellationToken cancel)
    {
        await using var command = database.CreateCommand(ClearAnySql);
        await command.ExecuteNonQueryAsync(cancel);
    }
}
