using NodaTime;
using PowerMeter.Receiver.Drivers.CitizenWatt;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Receiver.CitizenWatt;

public sealed class PacketTimesTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly ManualTimeProvider _time = new(Start);
    private readonly PacketTimes _times;

    public PacketTimesTests() => _times = new PacketTimes(_time);

    [Fact]
    public void A_packet_came_when_it_was_found()
    {
        Look(8);
        At(8000).ShouldBe(8);
    }

    [Fact]
    public void After_a_standstill_the_sensors_timer_says_when_each_came()
    {
        Look(8);
        At(1000);
        Look(30);
        At(9000).ShouldBe(16);
        At(17_000).ShouldBe(24);
        At(25_000).ShouldBe(30); // 32 would be after it was found
    }

    [Fact]
    public void No_packet_came_before_the_last_look()
    {
        Look(8);
        At(1000);
        Look(15);
        Look(16);
        At(2000).ShouldBe(15);
    }

    [Fact]
    public void A_sensors_clock_that_is_wrong_does_not_add_up()
    {
        Look(8);
        for (var i = 0; i < 1000; i++)
        {
            Look(15.95 + 8 * i);
            Look(16 + 8 * i);
            At((uint)(8000 + 8800 * i)).ShouldBe(16 + 8 * i, 0.0500001);
        }
    }

    [Fact]
    public void No_two_packets_have_the_same_time()
    {
        Look(8);
        var times = Enumerable.Range(0, 5).Select(i => _times.Of((uint)(5 - i)).ToUnixTimeTicks() / 10).ToList();
        times.Distinct().Count().ShouldBe(5);
    }

    /// <param name="seconds">Since the start.</param>
    private void Look(double seconds)
    {
        _time.Advance(Start.AddSeconds(seconds) - _time.GetUtcNow());
        _times.Look();
    }

    /// <summary>Seconds since the start.</summary>
    private double At(uint timer) => (_times.Of(timer) - Instant.FromDateTimeOffset(Start)).TotalSeconds;
}
