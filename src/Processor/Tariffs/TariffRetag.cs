using NodaTime;
using Npgsql;
using PowerMeter.Processor.Energy;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Tariffs;

namespace PowerMeter.Processor.Tariffs;

/// <summary>
/// Puts a change of the tariffs in force that reaches into the past: tags the samples anew whose tariff it moves,
/// computes their roll-ups and replaces the contracts, all in one transaction. So every reader sees the old state or the
/// new one, and killed at any instant nothing happened.
/// </summary>
public sealed class TariffRetag(NpgsqlDataSource database, TariffChangeTable changes, TimeProvider time)
{
    private const string TryLock = "select pg_try_advisory_xact_lock($1, $2)";
    private const string NoTimeouts = "set local statement_timeout = 0; set local lock_timeout = 0; set local idle_in_transaction_session_timeout = 0";
    private const string Apply = "select apply_tariff_change($1, $2)";

    /// <summary>Samples may lie somewhat ahead of this machine's clock.</summary>
    private static readonly Duration Ahead = Duration.FromDays(1);

    /// <summary>Before the locks are taken, what was written meanwhile is tagged too, as far as it is of the last hour.</summary>
    private static readonly Duration Meanwhile = Duration.FromHours(1);

    private static readonly TimeSpan ProgressEvery = TimeSpan.FromMilliseconds(500);

    /// <summary>Runs when the samples are tagged and the roll-ups are still to be computed: for tests that look at this moment.</summary>
    internal Func<Task> Tagged { get; init; } = () => Task.CompletedTask;

    /// <summary>Runs when all is done but the commit: for tests that look at this moment.</summary>
    internal Func<Task> Committing { get; init; } = () => Task.CompletedTask;

    /// <returns>How many samples have another tariff; null when another Processor works on it, or it is done.</returns>
    /// <exception cref="PostgresException">The change cannot be applied, or (transient) not now.</exception>
    /// <exception cref="SettingException">The change cannot be understood.</exception>
    /// <exception cref="FormatException">The change cannot be understood.</exception>
    public async Task<long?> RunAsync(long change, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        if (!await TryLockAsync(connection, cancel) || await changes.FindUnfinishedAsync(cancel) != change) return null;
        await using (var timeouts = new NpgsqlCommand(NoTimeouts, connection)) await timeouts.ExecuteNonQueryAsync(cancel);

        var calendars = new StoredCalendars(connection);
        var version = await calendars.ReadVersionAsync(cancel);
        var (old, changed) = (await calendars.ReadCurrentAsync(cancel), await calendars.ReadNewAsync(change, cancel));
        var (touched, samples) = await RetagAsync(connection, change, old, changed, cancel);
        await Tagged();

        var energy = new TouchedEnergy(connection);
        var minutes = new MinuteRetagger(connection);
        var removed = await minutes.ReadSensorsAsync(cancel);
        await energy.LockAsync(touched.Keys.Union(removed.Select(sensor => sensor.Id)), cancel);
        foreach (var sensor in removed) await minutes.RunAsync(sensor.Id, RetagSpan.Between(old, changed, sensor.First, sensor.Last), cancel);
        foreach (var (sensor, spans) in touched) await energy.RecomputeAsync(sensor, spans, cancel);
        await energy.ForgetQueuedAsync(cancel);
        await ApplyAsync(connection, change, version, cancel);
        await Committing();
        await transaction.CommitAsync(cancel);
        return samples;
    }

    /// <summary>Keeps two Processors off one change; given back at the transaction's end.</summary>
    internal static async Task<bool> TryLockAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(TryLock, connection)
        {
            Parameters = { new NpgsqlParameter<int> { TypedValue = TariffLock.Class }, new NpgsqlParameter<int> { TypedValue = TariffLock.Working } },
        };
        return (bool)(await command.ExecuteScalarAsync(cancel))!;
    }

    /// <summary>The spans of a sensor's samples in which the calendars differ.</summary>
    internal static List<RetagSpan> SpansOf(RecordedSensor sensor, TariffCalendar old, TariffCalendar changed, Instant now) =>
        RetagSpan.Between(old, changed, sensor.First, Math.Max(sensor.Last + 1, (now + Ahead).ToUnixMicroseconds()));

    private async Task<(Dictionary<int, List<TouchedSpan>> Touched, long Samples)> RetagAsync(
        NpgsqlConnection connection, long change, TariffCalendar old, TariffCalendar changed, CancellationToken cancel)
    {
        var started = time.GetCurrentInstant();
        var work = new List<(MeasureRetagger Retagger, int Sensor, List<RetagSpan> Spans)>();
        var total = 0L;
        foreach (var sensor in await RecordedSensor.ReadAsync(connection, cancel))
        {
            var spans = SpansOf(sensor, old, changed, started);
            if (spans.Count == 0) continue;
            var retagger = new MeasureRetagger(connection, sensor.Id);
            work.Add((retagger, sensor.Id, spans));
            total += await retagger.CountAsync(spans, cancel);
        }

        await changes.SayStartedAsync(change, total, cancel);
        var (done, said) = (0L, time.GetTimestamp());
        async Task TellAsync(long samples)
        {
            done += samples;
            if (time.GetElapsedTime(said) < ProgressEvery) return;
            await changes.SayDoneAsync(change, done, cancel);
            said = time.GetTimestamp();
        }

        var touched = work.ToDictionary(sensor => sensor.Sensor, _ => new List<TouchedSpan>());
        foreach (var sensor in work) touched[sensor.Sensor].AddRange(await sensor.Retagger.RetagAsync(sensor.Spans, TellAsync, cancel));
        var recent = (started - Meanwhile).ToUnixMicroseconds();
        foreach (var sensor in work)
            touched[sensor.Sensor].AddRange(await sensor.Retagger.RetagAsync(sensor.Spans.Where(span => span.Until > recent), TellAsync, cancel));
        await changes.SayDoneAsync(change, done, cancel);
        return (touched.Where(sensor => sensor.Value.Count > 0).ToDictionary(), done);
    }

    private static async Task ApplyAsync(NpgsqlConnection connection, long change, long version, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(Apply, connection)
        {
            Parameters = { new NpgsqlParameter<long> { TypedValue = change }, new NpgsqlParameter<long> { TypedValue = version } },
        };
        await command.ExecuteNonQueryAsync(cancel);
    }
}
