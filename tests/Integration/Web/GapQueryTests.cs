using PowerMeter.Shared.Measurement;
using PowerMeter.Tests.Integration.Web.Corrections;
using PowerMeter.Tests.TestKit;
using PowerMeter.Web.Queries;
using Shouldly;
using Xunit;
using TaggedSample = PowerMeter.Tests.TestKit.ReferenceIntegral.TaggedSample;

namespace PowerMeter.Tests.Integration.Web;

public sealed class GapQueryTests(CorrectionSite site) : IClassFixture<CorrectionSite>
{
    private const long Start = CorrectionSite.Start;

    private static long Micro(double second) => (long)((Start + second) * UnixMicroseconds.PerSecond);

    private async Task<IReadOnlyList<(long From, long? Until, double Before, double? After)>> ReadAsync(int sensor, double from, double until) =>
        [.. (await new GapQuery(site.Database.Web).ReadAsync(sensor, Micro(from), Micro(until), TestContext.Current.CancellationToken))
            .Select(gap => (gap.From, gap.Until, gap.WattsBefore, gap.WattsAfter))];

    [Fact]
    public async Task Gaps_are_found_to_the_microsecond_with_roll_ups_and_without()
    {
        var sensor = await site.Database.AddSensorAsync($"gaps {Guid.NewGuid():N}", 10);
        // Missing: 1000 to 1200, 1260 to 1321, 5000 to 9000; 60 s at 2000 are none.
        var samples = Enumerable.Range(0, 1200).Select(i => i * 10L)
            .Where(at => at is not (> 1000 and < 1200) and not (> 1260 and < 1330) and not (> 2000 and < 2060) and not (> 5000 and < 9000))
            .Append(1321).Select(at => new TaggedSample(Start + at, at, false));
        await site.Database.InsertMeasuresAsync(sensor, [.. samples]);
        (long, long?, double, double?)[] found =
        [
            (Micro(5000), Micro(9000), 5000, 9000), (Micro(1260), Micro(1321), 1260, 1321), (Micro(1000), Micro(1200), 1000, 1200),
        ];
        (await ReadAsync(sensor, -500, 11_995)).ShouldBe(found);
        await site.DrainAsync();
        (await ReadAsync(sensor, -500, 11_995)).ShouldBe(found);
        (await ReadAsync(sensor, -86_400 * 300, 11_995)).ShouldBe(found);
        // One that reaches in from before, and one that reaches out.
        (await ReadAsync(sensor, 6000, 7000)).ShouldBe(found[..1]);
        (await ReadAsync(sensor, 1230, 6000)).ShouldBe(found[..2]);
        // It still lasts.
        (await ReadAsync(sensor, 11_000, 12_055)).ShouldBe([(Micro(11_990), null, 11_990, null)]);
        (await ReadAsync(sensor, 11_000, 12_045)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_samples_there_is_no_gap()
    {
        var sensor = await site.Database.AddSensorAsync($"nothing {Guid.NewGuid():N}", 10);
        (await ReadAsync(sensor, 0, 10_000)).ShouldBeEmpty();
    }
}
