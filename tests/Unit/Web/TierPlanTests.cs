using FsCheck;
using FsCheck.Fluent;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Queries;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

public sealed class TierPlanTests
{
    private const long Minute = UnixMicroseconds.PerMinute;
    private const long Hour = UnixMicroseconds.PerHour;

    private static Arbitrary<long[]> Edges { get; } = (
        from start in Gen.Choose(0, 200_000)
        from unit in Gen.Elements(1L, 1_000_000L, Minute, 15 * Minute, Hour)
        from widths in Gen.Choose(1, 5000).NonEmptyListOf()
        select widths.Aggregate(new List<long> { start * unit }, (edges, width) => [.. edges, edges[^1] + width * unit]).ToArray()).ToArbitrary();

    [Fact]
    public void Every_microsecond_of_every_bin_is_served_exactly_once() => Prop.ForAll(Edges, edges =>
    {
        var plan = new TierPlan(edges);
        var pieces = plan.Tiers.SelectMany(tier => tier.Pieces).Concat(plan.RawRuns().SelectMany(run => run)).OrderBy(piece => piece.From).ToList();
        pieces[0].From.ShouldBe(edges[0]);
        pieces[^1].Until.ShouldBe(edges[^1]);
        for (var i = 1; i < pieces.Count; i++) pieces[i].From.ShouldBe(pieces[i - 1].Until);
        foreach (var piece in pieces)
        {
            piece.From.ShouldBeGreaterThanOrEqualTo(edges[piece.Bin]);
            piece.Until.ShouldBeLessThanOrEqualTo(edges[piece.Bin + 1]);
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_tier_serves_only_whole_buckets_and_no_coarser_one_could() => Prop.ForAll(Edges, edges =>
    {
        foreach (var (tier, pieces) in new TierPlan(edges).Tiers)
            foreach (var piece in pieces)
            {
                (tier.Floor(piece.From), tier.Floor(piece.Until)).ShouldBe((piece.From, piece.Until));
                foreach (var coarser in EnergyTier.CoarseToFine.TakeWhile(other => other != tier))
                    coarser.Ceiling(piece.From).ShouldBeGreaterThan(piece.Until - coarser.LengthMicroseconds);
            }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Whole_hours_need_neither_minutes_nor_samples()
    {
        var plan = new TierPlan([0, 5 * Hour, 24 * Hour]);
        plan.Tiers.Select(tier => tier.Tier).ShouldBe([EnergyTier.Hours]);
        plan.RawRuns().ShouldBeEmpty();
    }

    [Fact]
    public void A_zone_of_three_quarters_is_served_by_quarters_and_hours() =>
        new TierPlan([45 * Minute, 45 * Minute + 24 * Hour]).Tiers.Select(tier => tier.Tier).ShouldBe([EnergyTier.Hours, EnergyTier.Quarters]);

    [Fact]
    public void Neighbouring_ragged_ends_are_one_run() =>
        new TierPlan([0, Minute / 2, 3 * Minute]).RawRuns().ShouldHaveSingleItem().Count.ShouldBe(2);
}
