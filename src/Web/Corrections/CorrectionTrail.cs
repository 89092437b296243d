using Npgsql;
using PowerMeter.Shared.Database;

namespace PowerMeter.Web.Corrections;

/// <summary>The corrections there were, newest first; those that were undone too.</summary>
public sealed class CorrectionTrail(NpgsqlDataSource database)
{
    internal const string Columns = """
        id, sensor_id, kind, from_time, to_time, amount, shift_us, samples, before_wh, after_wh, before_cost, after_cost, currency,
        tariff_version, reason, requested_by, requested_at, undone_at, undone_by, restored
        """;

    private const string ListSql = $"select {Columns} from corrections where sensor_id = $1 and id < $2 order by id desc limit $3";

    internal const string TouchingSql = $"""
        select {Columns} from corrections
        where sensor_id = $1 and undone_at is null
          and least(from_time, from_time + shift_us * interval '1 microsecond') < $3
          and greatest(to_time, to_time + shift_us * interval '1 microsecond') > $2
        order by id desc
        """;

    /// <param name="below">Only those of a smaller id; null for the newest.</param>
    public async Task<IReadOnlyList<CorrectionEntry>> ListAsync(int sensorId, long? below, int most, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(ListSql);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = sensorId });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = below ?? long.MaxValue });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = most });
        return await ReadAsync(command, cancel);
    }

    /// <summary>Those that stand and touch a span, in unix microseconds.</summary>
    public async Task<IReadOnlyList<CorrectionEntry>> ListTouchingAsync(int sensorId, long from, long until, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(TouchingSql);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = sensorId });
        command.Parameters.Add(MeasureSpans.Time(from));
        command.Parameters.Add(MeasureSpans.Time(until));
        return await ReadAsync(command, cancel);
    }

    internal static async Task<IReadOnlyList<CorrectionEntry>> ReadAsync(NpgsqlCommand command, CancellationToken cancel)
    {
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var entries = new List<CorrectionEntry>();
        while (await reader.ReadAsync(cancel)) entries.Add(Read(reader));
        return entries;
    }

    private static CorrectionEntry Read(NpgsqlDataReader row)
    {
        var kind = CorrectionKinds.Named(row.GetString(2)) ?? throw new InvalidOperationException("The schema knows a kind of correction that this program does not.");
        var amount = Null<double>(row, 5);
        var request = new CorrectionRequest(row.GetInt32(1), kind, MeasureSpans.ReadTime(row, 3), MeasureSpans.ReadTime(row, 4))
        {
            Watts = kind == CorrectionKind.Set ? amount!.Value : 0,
            Factor = kind == CorrectionKind.Scale ? amount!.Value : 1,
            Offset = row.GetInt64(6),
            Reason = row.GetString(14),
        };
        return new CorrectionEntry(row.GetInt64(0), request, row.GetInt64(7), row.GetString(15), MeasureSpans.ReadInstant(row, 16), row.GetString(12))
        {
            BeforeWattHours = Null<double>(row, 8),
            AfterWattHours = Null<double>(row, 9),
            BeforeCost = Null<decimal>(row, 10),
            AfterCost = Null<decimal>(row, 11),
            TariffVersion = row.GetInt64(13),
            UndoneAt = row.IsDBNull(17) ? null : MeasureSpans.ReadInstant(row, 17),
            UndoneBy = row.IsDBNull(18) ? null : row.GetString(18),
            Restored = Null<long>(row, 19),
        };
    }

    private static T? Null<T>(NpgsqlDataReader row, int column)
        where T : struct => row.IsDBNull(column) ? null : row.GetFieldValue<T>(column);
}
