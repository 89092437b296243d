using PowerMeter.Tests.TestKit;
using Xunit;
using TaggedSample = PowerMeter.Tests.TestKit.ReferenceIntegral.TaggedSample;

namespace PowerMeter.Tests.Browser;

/// <summary>
/// Three weeks of a house and its solar panels, a sample a minute, in Europe/Paris. Three days ago nothing was measured
/// for three hours; two days ago an hour was measured each second, and one second of it was a peak.
/// </summary>
public sealed class ChartHouse : IAsyncLifetime
{
    public const double PeakWatts = 7777;

    private const int PeriodSeconds = 60;
    private const long Minute = 60;
    private const long Hour = 3600;
    private const long Day = 24 * Hour;

    public WebFixture Site { get; } = new();

    public int House { get; private set; }

    public int Solar { get; private set; }

    /// <summary>Unix seconds.</summary>
    public long Peak { get; private set; }

    /// <summary>The local day of the three hours without samples.</summary>
    public DateOnly GapDay { get; private set; }

    public async ValueTask InitializeAsync()
    {
        await Site.InitializeAsync();
        await Site.Database.AddContractAsync(new DateOnly(2020, 1, 1), 0.27m, 0.2068m);
        House = await Site.Database.AddSensorAsync("House", PeriodSeconds);
        Solar = await Site.Database.AddSensorAsync("Solar panels", PeriodSeconds);
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / Minute * Minute;
        var noon = now / Day * Day + 11 * Hour;
        var (gap, quick) = (noon - 3 * Day, noon - 2 * Day);
        GapDay = DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeSeconds(gap).UtcDateTime);
        Peak = quick + 1234;
        await Site.Database.InsertMeasuresAsync(House, [.. Minutes(now, 500, 40)
            .Where(sample => sample.Second < gap || sample.Second >= gap + 3 * Hour)
            .Where(sample => sample.Second < quick || sample.Second >= quick + Hour)
            .Concat(Seconds(quick))]);
        await Site.Database.InsertMeasuresAsync(Solar, [.. Minutes(now, -300, 20)]);
        await Site.RollUpAsync();
    }

    public ValueTask DisposeAsync() => Site.DisposeAsync();

    private static IEnumerable<TaggedSample> Minutes(long now, double watts, double more) =>
        Enumerable.Range(0, 21 * 24 * 60).Select(i => now - i * Minute)
            .Select(second => new TaggedSample(second, watts + second / Minute % 7 * more, second % Day < 5 * Hour));

    private IEnumerable<TaggedSample> Seconds(long start) =>
        Enumerable.Range(0, (int)Hour).Select(second => new TaggedSample(start + second, start + second == Peak ? PeakWatts : 600, false));
}
