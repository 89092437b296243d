using PowerMeter.Shared.Measurement;
using PowerMeter.Web.Components.Charts;
using PowerMeter.Web.Queries;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

public sealed class PowerEnvelopeTests
{
    private const long Start = 1_800_000_000 * UnixMicroseconds.PerSecond;

    private static PowerEnvelope Of(IEnumerable<(long Second, double Watts)> samples, long seconds, double maxGapSeconds = 60, int steps = PowerEnvelope.Steps)
    {
        var envelope = new PowerEnvelope(seconds * UnixMicroseconds.PerSecond, maxGapSeconds * 1000, steps);
        foreach (var (second, watts) in samples) envelope.Add(new StoredSample(second, Start + second * UnixMicroseconds.PerSecond, watts, false));
        envelope.Close();
        return envelope;
    }

    [Fact]
    public void A_peak_of_one_second_in_six_hours_stands_as_high_and_when_it_was()
    {
        var random = new Random(7);
        var samples = Enumerable.Range(0, 21_600).Select(second => ((long)second, second == 12_345 ? 9000.0 : second == 4321 ? -50 : 100 + random.Next(50)));
        var envelope = Of(samples, 21_600);
        envelope.Times.Count.ShouldBeLessThanOrEqualTo(4 * (PowerEnvelope.Steps + 1));
        envelope.Watts.Max().ShouldBe(9000);
        envelope.Times[envelope.Watts.IndexOf(9000)].ShouldBe((Start / UnixMicroseconds.PerSecond + 12_345) * 1000);
        envelope.Watts.Min().ShouldBe(-50);
        envelope.Times.ShouldBe(envelope.Times.Order());
    }

    [Fact]
    public void Few_samples_stay_as_they_are()
    {
        var envelope = Of([(0, 1), (8, 2), (16, 0), (24, 5), (32, 4)], 3600);
        envelope.Watts.ShouldBe([1, 2, 0, 5, 4]);
    }

    [Fact]
    public void Of_a_step_the_first_the_least_the_greatest_and_the_last_are_kept()
    {
        // One step holds them all.
        var envelope = Of([(0, 3), (1, 4), (2, 9), (3, 4), (4, 1), (5, 4), (6, 5)], 1_000_000, steps: 1);
        envelope.Watts.ShouldBe([3, 9, 1, 5]);
    }

    [Fact]
    public void A_silence_breaks_the_line_within_a_step_too()
    {
        var envelope = Of([(0, 1), (10, 2), (100, 3)], 1_000_000, steps: 1);
        envelope.Watts.ShouldBe([1, 2, null, 3]);
        envelope.Times[2].ShouldBe(envelope.Times[1] + 1);
    }

    [Fact]
    public void Nothing_is_nothing() => Of([], 3600).Times.ShouldBeEmpty();
}
