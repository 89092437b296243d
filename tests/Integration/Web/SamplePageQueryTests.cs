using PowerMeter.Shared.Measurement;
using PowerMeter.Tests.Integration.Web.Corrections;
using PowerMeter.Tests.TestKit;
using PowerMeter.Web.Corrections;
using PowerMeter.Web.Queries;
using Shouldly;
using Xunit;
using TaggedSample = PowerMeter.Tests.TestKit.ReferenceIntegral.TaggedSample;

namespace PowerMeter.Tests.Integration.Web;

public sealed class SamplePageQueryTests(CorrectionSite site) : IClassFixture<CorrectionSite>
{
    [Fact]
    public async Task Pages_follow_each_other_either_way_and_say_what_was_corrected()
    {
        var cancel = TestContext.Current.CancellationToken;
        var sensor = await site.Database.AddSensorAsync($"paged {Guid.NewGuid():N}", 10);
        await site.Database.InsertMeasuresAsync(sensor, [.. Enumerable.Range(0, 25).Select(i => new TaggedSample(CorrectionSite.Start + i * 10, i, false))]);
        var query = new SamplePageQuery(site.Database.Web);
        var newest = await query.BeforeAsync(sensor, null, 10, cancel);
        (newest.HasEarlier, newest.HasLater).ShouldBe((true, false));
        newest.Samples.Select(sample => sample.Watts).ShouldBe(Enumerable.Range(15, 10).Select(i => (double)i));
        var middle = await query.BeforeAsync(sensor, newest.Samples[0].Time, 10, cancel);
        (middle.Samples[0].Watts, middle.Samples[^1].Watts, middle.HasEarlier, middle.HasLater).ShouldBe((5, 14, true, true));
        var first = await query.BeforeAsync(sensor, middle.Samples[0].Time, 10, cancel);
        (first.Samples.Count, first.HasEarlier, first.HasLater).ShouldBe((5, false, true));
        var again = await query.FromAsync(sensor, first.Samples[^1].Time + 1, 10, cancel);
        again.Samples.ShouldBe(middle.Samples);

        await site.Corrections.ApplyAsync(CorrectionSite.Request(sensor, CorrectionKind.Set, 0, 30), null, "resident", cancel);
        var moved = await site.Corrections.ApplyAsync(
            CorrectionSite.Request(sensor, CorrectionKind.Shift, 40, 50) with { Offset = -UnixMicroseconds.PerHour }, null, "resident", cancel);
        async Task<IEnumerable<double>> CorrectedAsync() => (await query.BeforeAsync(sensor, null, 100, cancel)).Samples.Where(sample => sample.IsCorrected).Select(sample => sample.Watts);
        (await CorrectedAsync()).ShouldBe([4, 0, 0, 0]);
        await site.Corrections.UndoAsync(sensor, moved, "resident", cancel);
        (await CorrectedAsync()).ShouldBe([0, 0, 0]);
    }
}
