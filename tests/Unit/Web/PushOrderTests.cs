using NodaTime;
using PowerMeter.Shared.Measurement;
using PowerMeter.Web.Push;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

public sealed class PushOrderTests
{
    private static Sample At(int second, double watts) => new(1, Instant.FromUtc(2026, 3, 1, 12, 0, second), watts);

    [Fact]
    public void Samples_are_put_in_order_and_the_last_of_a_moment_stays()
    {
        var (samples, repeated, overwritten) = PushOrder.Of([At(3, 30), At(1, 10), At(3, 30), At(1, 11), At(2, 20)]);
        samples.ShouldBe([At(1, 11), At(2, 20), At(3, 30)]);
        (repeated, overwritten).ShouldBe((1, 1));
    }

    [Fact]
    public void Nothing_is_nothing() => PushOrder.Of([]).Samples.ShouldBeEmpty();
}
