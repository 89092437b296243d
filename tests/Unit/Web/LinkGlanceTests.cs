using PowerMeter.Shared.W3bstream;
using PowerMeter.Web.Components.W3bstream;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

public sealed class LinkGlanceTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly LinkGlance Good = new(true, null, 10, 0, 0, null, At(-5), null, 200, At(-5), 5);

    private static long At(double seconds) => Now.AddSeconds(seconds).ToUnixTimeMilliseconds();

    // What the states are is tried with LinkRules.
    [Fact]
    public void The_state_is_that_of_the_rules_for_what_is_glanced_at()
    {
        Good.StateAt(Now).ShouldBe(LinkState.Sending);
        (Good with { IsForwarding = false, Fault = "no key" }).StateAt(Now).ShouldBe(LinkState.Off);
        (Good with { Fault = "no key" }).StateAt(Now).ShouldBe(LinkState.Fault);
        (Good with { Waiting = 1, RetryAt = At(8) }).StateAt(Now).ShouldBe(LinkState.Waiting);
        (Good with { Waiting = 1, RetryAt = At(-8) }).StateAt(Now).ShouldBe(LinkState.Sending);
        (Good with { Waiting = 1, OldestWaiting = At(-31) }).StateAt(Now).ShouldBe(LinkState.Waiting);
        (Good with { LastSentAt = null }).StateAt(Now).ShouldBe(LinkState.Ready);
        (Good with { LastSentAt = At(-61) }).StateAt(Now).ShouldBe(LinkState.Ready);
        (Good with { LastSentAt = At(-61), WindowSeconds = 300 }).StateAt(Now).ShouldBe(LinkState.Sending);
    }

    [Fact]
    public void The_lag_is_that_of_the_oldest_that_waits()
    {
        Good.LagSecondsAt(Now).ShouldBe(0);
        (Good with { OldestWaiting = At(-90) }).LagSecondsAt(Now).ShouldBe(90);
        (Good with { OldestWaiting = At(3) }).LagSecondsAt(Now).ShouldBe(0);
    }
}
