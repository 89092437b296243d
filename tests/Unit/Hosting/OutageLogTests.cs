using PowerMeter.Shared.Hosting;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Hosting;

public sealed class OutageLogTests
{
    private readonly CollectingLogger _log = new();
    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly OutageLog _outage;

    public OutageLogTests() => _outage = new OutageLog("Readings wait", _time, _log);

    [Fact]
    public void An_outage_is_told_as_it_begins_and_as_it_ends_and_not_with_each_attempt()
    {
        for (var attempt = 0; attempt < 90; attempt++)
        {
            _outage.Failed(new InvalidOperationException("refused"));
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        _outage.Recovered();
        _outage.Recovered();
        _log.Messages.ShouldBe(["Readings wait: refused", "Readings wait: that is over, after 00:01:30"]);
    }

    [Fact]
    public void Another_reason_is_told_with_how_long_it_lasts()
    {
        _outage.Failed("refused");
        _time.Advance(TimeSpan.FromSeconds(3.2));
        _outage.Failed("starting up");
        _outage.Failed("starting up");
        _time.Advance(TimeSpan.FromSeconds(2));
        _outage.Recovered();
        _log.Messages.ShouldBe(["Readings wait: refused", "Readings wait, for 00:00:03 now: starting up", "Readings wait: that is over, after 00:00:05"]);
    }

    [Fact]
    public void The_next_outage_is_another_one()
    {
        _outage.Failed("refused");
        _outage.Recovered();
        _time.Advance(TimeSpan.FromHours(1));
        _outage.Failed("refused");
        _outage.Recovered();
        _log.Messages.ShouldBe(["Readings wait: refused", "Readings wait: that is over, after 00:00:00", "Readings wait: refused", "Readings wait: that is over, after 00:00:00"]);
    }

    [Fact]
    public void What_works_is_not_told()
    {
        _outage.Recovered();
        _log.Messages.ShouldBeEmpty();
    }
}
