using PowerMeter.Shared.Measurement;
using PowerMeter.Tests.TestKit;
using PowerMeter.Tests.W3bstreamNode.Arrivals;
using PowerMeter.Tests.W3bstreamNode.Failures;
using PowerMeter.Tests.W3bstreamNode.Hosting;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.W3bstream;

/// <summary>The network away for hours, from the samples in the table to verified readings at the network.</summary>
public sealed class OfflineTests : IAsyncLifetime
{
    private const int Window = 2;

    private readonly long _since = UnixMicroseconds.Floor(PowerFeed.Now, Window * UnixMicroseconds.PerSecond) - 2 * UnixMicroseconds.PerHour;
    private BaseStation _station = null!;

    public async ValueTask InitializeAsync() => _station = await BaseStation.CreateAsync(_since, Window);

    public ValueTask DisposeAsync() => _station.DisposeAsync();

    [Fact]
    public async Task Hours_without_the_network_are_delivered_in_order_and_live_readings_pass_them_by()
    {
        using var stop = new CancellationTokenSource();
        await _station.Power.AddPastAsync(_since, UnixMicroseconds.Floor(PowerFeed.Now, Window * UnixMicroseconds.PerSecond));
        var live = _station.Power.RunAsync(stop.Token);
        var processor = _station.StartProcessor();
        await Eventually.BecomesTrueAsync("the hours are made", () => _station.Database.Web.ScalarAsync<bool>("select count(*) > 3000 from w3bstream_outbox"));
        await _station.BecomesAsync("fault like '%does not answer%'");

        await using var network = await RunningNode.StartAsync(_station.Network);
        network.Failure = new Failure { Mode = FailureMode.Unavailable };
        await _station.BecomesAsync("last_answer_status = 503 and fault like '%503%'");
        network.Failure = new Failure { Mode = FailureMode.Html };
        await _station.BecomesAsync("fault like '%not the network%'");
        // It takes them, and nobody hears of it.
        const int Unheard = 3;
        network.Failure = new Failure { Mode = FailureMode.Drop, Keep = true, Count = Unheard };
        await Eventually.BecomesTrueAsync("answers were dropped", () => Task.FromResult(network.Failure.Mode == FailureMode.Ok));
        // The backlog takes longer than some windows of now.
        network.Failure = new Failure { Mode = FailureMode.Delay, DelayMs = 2 };
        await _station.BecomesAsync("fault is null and sent > 3000");
        await stop.CancelAsync();
        await live;

        network.ShouldHaveGot(await _station.DeliverAllAsync(_since));
        network.Summary.Duplicates.ShouldBe(Unheard);
        ShouldBeInOrder([.. network.Readings.Where(reading => reading.Repeat == Repeat.None)]);
        (await _station.StatusAsync<long>("failed + dropped")).ShouldBe(0);
        processor.Output.ShouldNotContain(BaseStation.Token);
    }

    private static void ShouldBeInOrder(List<ArrivedReading> readings)
    {
        // Nothing but the oldest was sent until its answer was heard: the second is the first that came after the network was back.
        var online = ArrivalChecks.ArrivalOf(readings[1]);
        // Those of a window that ended about then may have gone either way.
        const long About = 3 * Window * UnixMicroseconds.PerSecond;
        var backlog = readings.FindAll(reading => ArrivalChecks.EndOf(reading) < online - About);
        var live = readings.FindAll(reading => ArrivalChecks.EndOf(reading) > online + About);
        backlog.Select(ArrivalChecks.EndOf).ShouldBeInOrder();
        live.Select(ArrivalChecks.EndOf).ShouldBeInOrder();
        live[0].Sequence.ShouldBeLessThan(backlog[^1].Sequence);
    }
}
