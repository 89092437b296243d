using FsCheck;
using FsCheck.Fluent;
using PowerMeter.Processor.W3bstream.Readings;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Processor.W3bstream;

public sealed class TimeSetTests
{
    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(500);

    private static Arbitrary<(int From, int Length)[]> Cases { get; } =
        (from count in Gen.Choose(0, 20)
         from steps in (from start in Gen.Choose(0, 60) from length in Gen.Choose(0, 12) select (start, length)).ArrayOf(count)
         select steps).ToArbitrary();

    private static (TimeSet Set, HashSet<long> Moments) Build((int From, int Length)[] steps)
    {
        var (set, moments) = (new TimeSet(), new HashSet<long>());
        foreach (var (from, length) in steps)
        {
            set.Add(from, from + length);
            for (long moment = from; moment < from + length; moment++) moments.Add(moment);
        }

        return (set, moments);
    }

    private static IEnumerable<long> MomentsOf(IEnumerable<Stretch> stretches) =>
        stretches.SelectMany(stretch => Enumerable.Range((int)stretch.From, (int)(stretch.Until - stretch.From)).Select(moment => (long)moment));

    [Fact]
    public void Holds_what_was_added_and_its_stretches_never_touch() => Prop.ForAll(Cases, steps =>
    {
        var (set, moments) = Build(steps);
        MomentsOf(set.Stretches).ShouldBe(moments.Order());
        for (var i = 1; i < set.Stretches.Count; i++) set.Stretches[i].From.ShouldBeGreaterThan(set.Stretches[i - 1].Until);
    }).Check(Runs);

    [Fact]
    public void Missing_is_what_it_does_not_hold() => Prop.ForAll(Cases, steps =>
    {
        var (set, moments) = Build(steps);
        MomentsOf(set.Missing(10, 50)).ShouldBe(Enumerable.Range(10, 40).Select(moment => (long)moment).Where(moment => !moments.Contains(moment)));
        set.Missing(50, 10).ShouldBeEmpty();
    }).Check(Runs);

    [Fact]
    public void Removing_what_lies_before_leaves_the_rest() => Prop.ForAll(Cases, steps =>
    {
        var (set, moments) = Build(steps);
        set.RemoveBefore(30);
        MomentsOf(set.Stretches).ShouldBe(moments.Where(moment => moment >= 30).Order());
    }).Check(Runs);

    [Fact]
    public void A_stretch_is_never_empty() => Should.Throw<ArgumentOutOfRangeException>(() => new Stretch(5, 5));
}
