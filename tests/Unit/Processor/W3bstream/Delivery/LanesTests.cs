using PowerMeter.Processor.W3bstream.Delivery;
using PowerMeter.Shared.Measurement;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Processor.W3bstream.Delivery;

public sealed class LanesTests
{
    private const long Now = 1_790_000_000 * UnixMicroseconds.PerSecond;

    private readonly Lanes _lanes = new();

    private static long Ago(double seconds) => Now - (long)(seconds * UnixMicroseconds.PerSecond);

    private static OutboxRow Row(long id, long end) => new(id, end, Guid.Empty, []);

    [Fact]
    public void While_the_network_is_away_all_is_backlog()
    {
        _lanes.LiveAfter(Now).ShouldBeNull();
        _lanes.Fill(Lane.Live, [Row(1, Ago(1))]).ShouldBe(0);
        _lanes.Take(Lane.Live, Now).ShouldBeNull();
        _lanes.Fill(Lane.Backlog, [Row(1, Ago(1))]).ShouldBe(1);
        _lanes.Take(Lane.Backlog, Now)!.Id.ShouldBe(1);
    }

    [Fact]
    public void Live_begins_after_what_waited_when_the_network_came_back()
    {
        _lanes.Begin(Ago(3), Now);
        _lanes.LiveAfter(Now).ShouldBe(Ago(3));
        _lanes.NeedsBoundary.ShouldBeFalse();
    }

    [Fact]
    public void What_ended_long_ago_is_never_live()
    {
        _lanes.Begin(null, Now);
        _lanes.LiveAfter(Now).ShouldBe(Now - Lanes.LiveSpan);
        _lanes.LiveAfter(Now + 1000).ShouldBe(Now - Lanes.LiveSpan + 1000);
    }

    [Fact]
    public void What_waits_from_the_future_does_not_make_backlog_of_what_is_made_now()
    {
        _lanes.Begin(Ago(-86_400), Now);
        _lanes.LiveAfter(Now).ShouldBe(Now);
        _lanes.LiveAfter(Ago(3600)).ShouldBe(Ago(3600)); // the clock was an hour ahead, and is right again
        _lanes.LiveAfter(Ago(3595)).ShouldBe(Ago(3600));
    }

    [Fact]
    public void What_one_lane_holds_no_other_gets()
    {
        _lanes.Begin(Ago(10), Now);
        _lanes.Fill(Lane.Live, [Row(1, Ago(5)), Row(2, Ago(1))]).ShouldBe(2);
        _lanes.Held.Order().ShouldBe([1, 2]);
        _lanes.Fill(Lane.Backlog, [Row(1, Ago(5)), Row(3, Ago(20))]).ShouldBe(1);
        _lanes.Take(Lane.Backlog, Now)!.Id.ShouldBe(3);
        _lanes.Take(Lane.Backlog, Now).ShouldBeNull();
    }

    [Fact]
    public void It_is_held_until_it_is_written_or_released()
    {
        _lanes.Begin(Ago(10), Now);
        _lanes.Fill(Lane.Live, [Row(1, Ago(5)), Row(2, Ago(1))]);
        var first = _lanes.Take(Lane.Live, Now)!;
        _lanes.Take(Lane.Live, Now)!.Id.ShouldBe(2);
        _lanes.Held.Order().ShouldBe([1, 2]);
        _lanes.Release(first);
        _lanes.Held.ShouldBe([2]);
        _lanes.Forget([2, 7]);
        _lanes.Held.ShouldBeEmpty();
    }

    [Fact]
    public void Closing_gives_the_blocks_back_but_not_what_is_on_its_way()
    {
        _lanes.Begin(Ago(10), Now);
        _lanes.Fill(Lane.Live, [Row(1, Ago(5)), Row(2, Ago(1))]);
        _lanes.Fill(Lane.Backlog, [Row(3, Ago(50)), Row(4, Ago(45))]);
        _lanes.Take(Lane.Backlog, Now);
        _lanes.Close();
        _lanes.Held.ShouldBe([3]);
        _lanes.NeedsBoundary.ShouldBeTrue();
        _lanes.Take(Lane.Live, Now).ShouldBeNull();
        _lanes.Take(Lane.Backlog, Now).ShouldBeNull();
    }

    [Fact]
    public void Live_ones_that_grew_old_in_the_block_become_backlog()
    {
        _lanes.Begin(Ago(300), Now);
        _lanes.Fill(Lane.Live, [Row(1, Ago(110)), Row(2, Ago(105)), Row(3, Ago(1))]);
        _lanes.Take(Lane.Live, Now + 20 * UnixMicroseconds.PerSecond)!.Id.ShouldBe(3);
        _lanes.Held.ShouldBe([3]);
    }
}
