using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Tariffs;

namespace PowerMeter.Web.Import.Load;

/// <summary>
/// Keeps a load true to contracts that change while it runs. The Processor tags anew what is committed, and looks for late
/// writers for some seconds more; a load of years commits minutes after it has read the contracts.
/// </summary>
internal sealed class TariffCatchUp(NpgsqlConnection connection, NpgsqlTransaction transaction, SiteReader sites)
{
    private const string Retag = "update measures set night_rate = $4 where sensor_id = $1 and time >= $2 and time < $3 and night_rate <> $4";

    /// <summary>Call last before the commit: whatever changes between the two is the Processor's to see.</summary>
    /// <param name="tagged">How the site was when the samples were tagged.</param>
    /// <param name="first">Of the samples, unix microseconds.</param>
    /// <param name="last">Included.</param>
    public async Task RunAsync(int sensor, Site tagged, long first, long last, CancellationToken cancel)
    {
        while (await sites.ReadAsync(cancel) is var now && now.TariffVersion != tagged.TariffVersion)
        {
            var (from, until) = (UnixMicroseconds.ToInstant(first), UnixMicroseconds.ToInstant(last + 1));
            foreach (var span in TariffDifference.Of(tagged.Calendar, now.Calendar, from, until)) await RetagAsync(sensor, span, cancel);
            tagged = now;
        }
    }

    private async Task RetagAsync(int sensor, TariffSpan span, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(Retag, connection, transaction)
        {
            CommandTimeout = 0,
            Parameters =
            {
                new NpgsqlParameter<int> { TypedValue = sensor },
                MeasureSpans.Time(span.Start.ToUnixMicroseconds()),
                MeasureSpans.Time(span.End.ToUnixMicroseconds()),
                new NpgsqlParameter<bool> { TypedValue = span.Tariff == Tariff.Night },
            },
        };
        await command.ExecuteNonQueryAsync(cancel);
    }
}
