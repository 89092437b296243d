using PowerMeter.Web.Live;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

public sealed class FeedSubscriptionTests
{
    [Fact]
    public void A_queue_that_overflows_becomes_one_resync_and_goes_on()
    {
        using var subscription = new FeedSubscription(_ => { });
        for (var i = 0; i < FeedSubscription.MostWaiting + 10; i++) subscription.Offer(new FeedEvent.StatusChanged(i));
        subscription.TryRead(out var first).ShouldBeTrue();
        first.ShouldBeOfType<FeedEvent.Resync>();
        subscription.TryRead(out _).ShouldBeFalse();
        subscription.Offer(new FeedEvent.StatusChanged(1));
        subscription.TryRead(out var next).ShouldBeTrue();
        next.ShouldBe(new FeedEvent.StatusChanged(1));
    }

    [Fact]
    public void A_queue_that_is_just_full_loses_nothing()
    {
        using var subscription = new FeedSubscription(_ => { });
        for (var i = 0; i < FeedSubscription.MostWaiting; i++) subscription.Offer(new FeedEvent.StatusChanged(i));
        for (var i = 0; i < FeedSubscription.MostWaiting; i++)
        {
            subscription.TryRead(out var happened).ShouldBeTrue();
            happened.ShouldBe(new FeedEvent.StatusChanged(i));
        }
    }
}
