using NodaTime;
using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.W3bstream;

namespace PowerMeter.Web.Storage;

/// <summary>
/// What the Processor would remove by a setting, and what it would keep although it is old enough. It asks for no more than
/// the Processor does, and where that would have to look at every sample it takes the month for one that stays.
/// </summary>
public sealed class RemovalQuery(NpgsqlDataSource database, TimeProvider time)
{
    private const string Limit = "select raw_limit($1)";

    private const string ToCompute = """
        select exists (select from tariff_changes where finished_at is null), (select min(from_time) from pending_energy)
        """;

    private const string ForwardsSince = "select forwards_since from w3bstream_status";

    // What is not made into readings, at least a window long, with samples in it.
    private const string ToRead = """
        select exists (
          select from unnest(tstzmultirange(tstzrange($1, $2)) - coalesce(
            (select range_agg(tstzrange(from_time, until_time)) from w3bstream_spans where until_time >= $1 and from_time <= $2), '{}'::tstzmultirange)) as free
          where to_timestamp(ceil(extract(epoch from lower(free)) / $4) * $4) + make_interval(secs => $4) <= upper(free)
            and exists (select from unnest($3) as sensor cross join lateral
                          (select from measures where sensor_id = sensor and time >= lower(free) and time < upper(free) limit 1) as sample))
        """;

    /// <param name="months">For so many months samples would be kept.</param>
    /// <param name="horizon">Samples before it were removed already.</param>
    /// <exception cref="NpgsqlException">The database does not answer.</exception>
    public async Task<RemovalPreview> ReadAsync(int months, StorageFigures figures, LocalDate? horizon, CancellationToken cancel)
    {
        var forwarding = await ReadForwardingAsync(cancel);
        await using var connection = await database.OpenConnectionAsync(cancel);
        var old = RemovalPreview.OldMonths(figures, await ReadLimitAsync(connection, months, cancel), horizon);
        if (old.Count == 0) return RemovalPreview.Of(old, null);
        var recorded = await RecordedDays.ReadAsync(connection, EndOf(old[0].Month), cancel);
        var computed = await ReadComputedAsync(connection, cancel);
        foreach (var month in old.Select(month => month.Month))
        {
            var (days, needed) = (recorded.CountSince(EndOf(month)), months * RecordedDays.PerMonth);
            if (days < needed) return RemovalPreview.Of(old, new RemovalWait(RemovalReason.Silence, month) { Days = days, DaysNeeded = needed });
            if (forwarding is { } link && await MayBeReadAsync(connection, link, month, recorded.Newest, cancel))
                return RemovalPreview.Of(old, new RemovalWait(RemovalReason.Readings, month));
            if (computed < EndOf(month)) return RemovalPreview.Of(old, new RemovalWait(RemovalReason.Energy, month));
        }

        return RemovalPreview.Of(old, null);
    }

    private static long EndOf(YearMonth month) => RemovalPreview.StartOf(month.PlusMonths(1)).ToUnixMicroseconds();

    private static async Task<Instant?> ReadLimitAsync(NpgsqlConnection connection, int months, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(Limit, connection) { Parameters = { new NpgsqlParameter<int> { TypedValue = months } } };
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel) && !await reader.IsDBNullAsync(0, cancel) ? MeasureSpans.ReadInstant(reader, 0) : null;
    }

    /// <returns>Until when all energy is computed.</returns>
    private static async Task<long> ReadComputedAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(ToCompute, connection);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        if (reader.GetBoolean(0)) return long.MinValue;
        return await reader.IsDBNullAsync(1, cancel) ? long.MaxValue : MeasureSpans.ReadTime(reader, 1);
    }

    /// <returns>Null while no reading is made.</returns>
    private async Task<(W3bstreamSettings Settings, IReadOnlyList<int> Sensors)?> ReadForwardingAsync(CancellationToken cancel)
    {
        try
        {
            var settings = await new W3bstreamSettingsReader(database).ReadAsync(cancel);
            return settings.IsForwarding && await ReadSensors.ReadAsync(database, settings, cancel) is { Count: > 0 } sensors ? (settings, sensors) : null;
        }
        catch (SettingException)
        {
            // No reading is made by such a setting, and the page of W3bstream says so.
            return null;
        }
    }

    private async Task<bool> MayBeReadAsync(
        NpgsqlConnection connection, (W3bstreamSettings Settings, IReadOnlyList<int> Sensors) link, YearMonth month, long newest, CancellationToken cancel)
    {
        var now = Instant.FromDateTimeOffset(time.GetUtcNow()).ToUnixMicroseconds();
        var oldest = Math.Min(now, newest) - (long)link.Settings.MaxAge.TotalMicroseconds;
        var from = Math.Max(RemovalPreview.StartOf(month).ToUnixMicroseconds(), Math.Max(oldest, await ReadBeganAsync(connection, cancel)));
        if (from >= EndOf(month)) return false;
        await using var command = new NpgsqlCommand(ToRead, connection)
        {
            Parameters =
            {
                MeasureSpans.Time(from), MeasureSpans.Time(EndOf(month)), new NpgsqlParameter<int[]> { TypedValue = [.. link.Sensors] },
                new NpgsqlParameter<int> { TypedValue = link.Settings.WindowSeconds },
            },
        };
        return (bool)(await command.ExecuteScalarAsync(cancel))!;
    }

    private static async Task<long> ReadBeganAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(ForwardsSince, connection);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel) && !await reader.IsDBNullAsync(0, cancel) ? MeasureSpans.ReadTime(reader, 0) : long.MaxValue;
    }
}
