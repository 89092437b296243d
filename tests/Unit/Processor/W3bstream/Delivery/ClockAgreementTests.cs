using PowerMeter.Processor.W3bstream.Delivery;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Processor.W3bstream.Delivery;

public sealed class ClockAgreementTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ManualTimeProvider _time = new(Start);

    [Fact]
    public void It_is_believed_after_ten_minutes_without_a_step()
    {
        var clock = new ClockAgreement(_time);
        clock.Look().ShouldBeFalse();
        _time.Advance(TimeSpan.FromMinutes(9));
        clock.Look().ShouldBeFalse();
        _time.Advance(TimeSpan.FromMinutes(1));
        clock.Look().ShouldBeTrue();
    }

    [Theory]
    [InlineData(365 * 24)]
    [InlineData(-5)]
    [InlineData(0.002)]
    public void After_a_step_it_has_to_earn_its_trust_anew(double hours)
    {
        var clock = new ClockAgreement(_time);
        _time.Advance(TimeSpan.FromHours(1));
        clock.Look().ShouldBeTrue();
        _time.SetWallClock(_time.GetUtcNow().AddHours(hours));
        clock.Look().ShouldBeFalse();
        _time.Advance(TimeSpan.FromMinutes(9));
        clock.Look().ShouldBeFalse();
        _time.SetWallClock(_time.GetUtcNow().AddHours(-hours)); // mended
        clock.Look().ShouldBeFalse();
        _time.Advance(TimeSpan.FromMinutes(10));
        clock.Look().ShouldBeTrue();
    }

    [Fact]
    public void What_a_time_server_corrects_is_no_step()
    {
        var clock = new ClockAgreement(_time);
        _time.Advance(TimeSpan.FromMinutes(11));
        _time.SetWallClock(_time.GetUtcNow().AddSeconds(1));
        clock.Look().ShouldBeTrue();
    }
}
