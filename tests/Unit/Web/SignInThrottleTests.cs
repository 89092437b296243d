using System.Net;
using PowerMeter.Tests.TestKit;
using PowerMeter.Web.Accounts;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

public sealed class SignInThrottleTests
{
    private static readonly DateTimeOffset Start = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(-365)]
    [InlineData(365)]
    public void A_wait_lasts_as_long_as_it_was_said_also_when_the_clock_is_set(int days)
    {
        var time = new ManualTimeProvider(Start);
        var throttle = new SignInThrottle(time);
        for (var failure = 0; failure < SignInThrottle.FreeFailures; failure++) throttle.Failed("resident", IPAddress.Loopback);
        var wait = throttle.WaitFor("resident", IPAddress.Loopback).ShouldNotBeNull();

        time.SetWallClock(Start.AddDays(days));
        throttle.WaitFor("resident", IPAddress.Loopback).ShouldBe(wait);
        time.Advance(wait);
        throttle.WaitFor("resident", IPAddress.Loopback).ShouldBeNull();
    }
}
