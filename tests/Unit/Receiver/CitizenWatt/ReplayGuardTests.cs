using PowerMeter.Receiver.Drivers.CitizenWatt;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Receiver.CitizenWatt;

public sealed class ReplayGuardTests
{
    private readonly List<long> _remembered = [];

    [Fact]
    public void Only_a_newer_timer_is_taken()
    {
        var guard = Guard(null);
        guard.TryTake(100).ShouldBeTrue();
        guard.TryTake(100).ShouldBeFalse();
        guard.TryTake(99).ShouldBeFalse();
        guard.TryTake(101).ShouldBeTrue();
        _remembered.ShouldBe([100, 101]);
    }

    [Theory]
    [InlineData(4_233_599_999, false)]
    [InlineData(4_233_600_000, true)]
    [InlineData(4_294_967_295, true)]
    public void A_low_timer_is_taken_when_the_last_one_was_about_to_begin_again(uint last, bool taken) =>
        Guard(last).TryTake(5).ShouldBe(taken);

    [Fact]
    public void After_the_timer_began_again_old_packets_are_old()
    {
        var guard = Guard(4_294_960_000);
        guard.TryTake(700).ShouldBeTrue();
        guard.TryTake(8700).ShouldBeTrue();
        guard.TryTake(700).ShouldBeFalse();
        guard.TryTake(0).ShouldBeFalse();
        guard.Last.ShouldBe(8700u);
    }

    [Fact]
    public void Near_the_end_the_last_packet_is_still_not_taken_twice()
    {
        var guard = Guard(4_233_600_000);
        guard.TryTake(4_233_600_000).ShouldBeFalse();
    }

    [Fact]
    public void Any_timer_is_taken_after_pairing_but_once()
    {
        var guard = Guard(4_000_000_000);
        guard.Forget();
        guard.TryTake(0).ShouldBeTrue();
        guard.TryTake(0).ShouldBeFalse();
        _remembered.ShouldBe([0, 0]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0L)]
    [InlineData(-1L)]
    [InlineData(4_294_967_296L)]
    public void What_is_no_timer_is_not_remembered_as_one(long? remembered) => Guard(remembered).Last.ShouldBeNull();

    [Fact]
    public void A_remembered_timer_holds()
    {
        Guard(1000).TryTake(999).ShouldBeFalse();
        Guard(1000).TryTake(1001).ShouldBeTrue();
    }

    private ReplayGuard Guard(long? remembered) => new(remembered, _remembered.Add);
}
