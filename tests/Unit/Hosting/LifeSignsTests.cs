using PowerMeter.Shared.Hosting;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Hosting;

public sealed class LifeSignsTests
{
    private readonly ManualTimeProvider _time = new(DateTimeOffset.UnixEpoch);
    private readonly LifeSigns _life;

    public LifeSignsTests() => _life = new LifeSigns(_time);

    [Fact]
    public void Nothing_in_hand_is_well_however_long()
    {
        _life.Begin("reading", TimeSpan.FromSeconds(1)).Dispose();
        _time.Advance(TimeSpan.FromDays(7));
        _life.WhatHangs().ShouldBeNull();
    }

    [Fact]
    public void Work_hangs_when_it_takes_longer_than_it_ever_does_and_not_before()
    {
        var work = _life.Begin("reading", TimeSpan.FromMinutes(2));
        _time.Advance(TimeSpan.FromMinutes(2));
        _life.WhatHangs().ShouldBeNull();
        _time.Advance(TimeSpan.FromSeconds(60));
        _life.WhatHangs().ShouldBe("for 3m it has been reading, which takes 2m at most");
        work.Dispose();
        _life.WhatHangs().ShouldBeNull();
    }

    [Fact]
    public void A_clock_that_is_set_makes_nothing_hang()
    {
        using var work = _life.Begin("reading", TimeSpan.FromMinutes(2));
        _time.SetWallClock(DateTimeOffset.UnixEpoch.AddYears(50));
        _life.WhatHangs().ShouldBeNull();
    }

    [Fact]
    public void Of_several_the_one_that_hangs_is_named()
    {
        using var slow = _life.Begin("computing", TimeSpan.FromHours(1));
        using var quick = _life.Begin("reading", TimeSpan.FromMinutes(1));
        _time.Advance(TimeSpan.FromMinutes(5));
        _life.WhatHangs().ShouldNotBeNull().ShouldContain("reading");
        quick.Dispose();
        _life.WhatHangs().ShouldBeNull();
    }
}
