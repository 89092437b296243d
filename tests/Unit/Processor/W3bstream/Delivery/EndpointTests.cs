using PowerMeter.Processor.W3bstream.Delivery;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Processor.W3bstream.Delivery;

public sealed class EndpointTests
{
    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly Endpoint _endpoint;

    public EndpointTests() => _endpoint = new Endpoint(new BackOff(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), () => 1), _time);

    [Fact]
    public void The_probe_waits_for_the_pause_and_the_others_for_a_success()
    {
        _endpoint.Fail(_endpoint.Attempt, null).ShouldBe(TimeSpan.FromSeconds(1));
        var probe = _endpoint.WaitForProbeAsync(CancellationToken.None);
        var live = _endpoint.WaitUntilBackAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(0.9));
        probe.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(0.1));
        probe.IsCompleted.ShouldBeTrue();
        live.IsCompleted.ShouldBeFalse();
        _endpoint.Succeed(_endpoint.Attempt).ShouldBeTrue();
        _endpoint.IsAway.ShouldBeFalse();
        _endpoint.WaitUntilBackAsync(CancellationToken.None).IsCompleted.ShouldBeTrue();
    }

    [Fact]
    public void Two_that_fail_together_are_one_failure()
    {
        var attempt = _endpoint.Attempt;
        _endpoint.Fail(attempt, null).ShouldBe(TimeSpan.FromSeconds(1));
        _endpoint.Fail(attempt, null).ShouldBeNull();
        _endpoint.Fail(_endpoint.Attempt, null).ShouldBe(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void A_success_that_began_before_the_failure_brings_nobody_back()
    {
        var attempt = _endpoint.Attempt;
        _endpoint.Fail(attempt, null);
        _endpoint.Succeed(attempt).ShouldBeFalse();
        _endpoint.IsAway.ShouldBeTrue();
    }

    [Fact]
    public void The_pause_is_never_shorter_than_the_network_asks_for()
    {
        _endpoint.Fail(_endpoint.Attempt, TimeSpan.FromMinutes(30)).ShouldBe(TimeSpan.FromMinutes(30));
        _endpoint.Fail(_endpoint.Attempt, TimeSpan.Zero).ShouldBe(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void The_first_pause_after_a_success_is_short_again()
    {
        for (var i = 0; i < 5; i++) _endpoint.Fail(_endpoint.Attempt, null);
        _endpoint.Succeed(_endpoint.Attempt);
        _endpoint.Fail(_endpoint.Attempt, null).ShouldBe(TimeSpan.FromSeconds(1));
    }
}
