using PowerMeter.Processor.W3bstream.Delivery;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Processor.W3bstream.Delivery;

public sealed class StuckMessagesTests
{
    private const long Oldest = 1;
    private const long Newest = 9;

    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly StuckMessages _stuck;

    public StuckMessagesTests() => _stuck = new StuckMessages(_time);

    private void FailOften(int? status = 500)
    {
        for (var i = 0; i < StuckMessages.ManyAttempts; i++)
        {
            _stuck.Fail(Oldest, status).ShouldBeFalse();
            _time.Advance(StuckMessages.Patience / (StuckMessages.ManyAttempts - 1));
        }
    }

    [Fact]
    public void A_message_that_fails_while_another_is_taken_rests_and_is_tried_again_every_hour()
    {
        FailOften();
        _stuck.TakeAnother().ShouldBeTrue();
        _stuck.Settle(Newest);
        _stuck.Resting.ShouldBeEmpty();
        _stuck.Fail(Oldest, 500).ShouldBeTrue();
        _stuck.Resting.ShouldBe([Oldest]);
        _stuck.TakeAnother().ShouldBeFalse();
        _time.Advance(StuckMessages.Rest);
        _stuck.Resting.ShouldBeEmpty();
        _stuck.Fail(Oldest, null).ShouldBeFalse(); // said already
        _stuck.Resting.ShouldBe([Oldest]);
        _time.Advance(StuckMessages.Rest);
        _stuck.Settle(Oldest);
        _stuck.Fail(Oldest, 500);
        _stuck.Resting.ShouldBeEmpty();
    }

    [Fact]
    public void A_network_that_takes_nothing_lets_no_message_rest()
    {
        FailOften();
        for (var i = 0; i < 100; i++)
        {
            _stuck.TakeAnother().ShouldBe(i % 2 == 0); // every other one: the oldest is still tried
            _stuck.Fail(i % 2 == 0 ? Newest + i : Oldest, 503).ShouldBeFalse();
        }

        _stuck.Resting.ShouldBeEmpty();
    }

    [Fact]
    public void A_network_that_is_back_takes_the_oldest_too()
    {
        FailOften();
        _stuck.Settle(Newest);
        _stuck.Settle(Oldest);
        _stuck.Fail(Newest + 1, 500).ShouldBeFalse();
        _stuck.Fail(Newest + 1, 500).ShouldBeFalse();
        _stuck.Resting.ShouldBeEmpty();
    }

    [Fact]
    public void What_was_taken_before_the_hour_was_over_proves_nothing()
    {
        _stuck.Fail(Oldest, 500);
        _stuck.Settle(Newest);
        FailOften();
        _stuck.Fail(Oldest, 500).ShouldBeFalse();
        _stuck.Resting.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(null)]
    [InlineData(301)]
    [InlineData(401)]
    [InlineData(407)]
    [InlineData(408)]
    [InlineData(429)]
    public void What_is_wrong_with_the_network_is_nothing_of_the_message(int? status)
    {
        FailOften(status);
        _stuck.TakeAnother().ShouldBeFalse();
        FailOften();
        _stuck.Fail(Oldest, status);
        _stuck.TakeAnother().ShouldBeFalse();
    }

    [Fact]
    public void Few_attempts_or_a_short_time_are_not_enough()
    {
        for (var i = 0; i < 1000; i++) _stuck.Fail(Oldest, 500);
        _stuck.TakeAnother().ShouldBeFalse();
        _stuck.Clear();
        _stuck.Fail(Oldest, 500);
        _time.Advance(10 * StuckMessages.Patience);
        _stuck.Fail(Oldest, 500);
        _stuck.TakeAnother().ShouldBeFalse();
    }

    [Fact]
    public void With_other_settings_all_are_tried()
    {
        FailOften();
        _stuck.Settle(Newest);
        _stuck.Fail(Oldest, 500);
        _stuck.Clear();
        _stuck.Resting.ShouldBeEmpty();
        _stuck.TakeAnother().ShouldBeFalse();
    }
}
