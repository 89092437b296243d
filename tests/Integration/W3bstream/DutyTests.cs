using PowerMeter.Shared.Measurement;
using PowerMeter.Tests.TestKit;
using PowerMeter.Tests.W3bstreamNode.Hosting;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.W3bstream;

/// <summary>Several Processors on one database, with one key between them.</summary>
public sealed class DutyTests : IAsyncLifetime
{
    private readonly long _since = PowerFeed.Second - UnixMicroseconds.PerHour;
    private BaseStation _station = null!;
    private long _past;

    public async ValueTask InitializeAsync() => _station = await BaseStation.CreateAsync(_since, window: 1);

    public ValueTask DisposeAsync() => _station.DisposeAsync();

    [Fact]
    public async Task Of_two_Processors_one_works_and_the_other_goes_on_when_it_is_killed()
    {
        await using var network = await RunningNode.StartAsync(_station.Network);
        _past = _since;
        await AddMinutesAsync(5);
        PowerMeterProcess[] both = [_station.StartProcessor(), _station.StartProcessor()];
        await _station.DeliverAllAsync(_since);
        both.Count(HasServed).ShouldBe(1);

        var (first, second) = HasServed(both[0]) ? (both[0], both[1]) : (both[1], both[0]);
        await AddMinutesAsync(5);
        await first.KillAsync();
        await _station.DeliverAllAsync(_since);
        await Eventually.BecomesTrueAsync("the other one has the duty", () => Task.FromResult(HasServed(second)));

        // A session that ends takes the duty from one that lives, and sends: for a moment there may be two.
        _station.StartProcessor();
        for (var turn = 0; turn < 4; turn++)
        {
            await AddMinutesAsync(3);
            await Eventually.BecomesTrueAsync("it gets on", () => _station.Database.Web.ScalarAsync<bool>("select exists (select from w3bstream_outbox)"));
            await _station.EndSessionsAsync(duty: true);
        }

        network.ShouldHaveGot(await _station.DeliverAllAsync(_since));
        network.Summary.Devices.Count.ShouldBe(1);
        (await _station.StatusAsync<long>("sent")).ShouldBe(network.Summary.Accepted);
    }

    private async Task AddMinutesAsync(int minutes)
    {
        var until = _past + minutes * UnixMicroseconds.PerMinute;
        await _station.Power.AddPastAsync(_past, until);
        _past = until;
    }

    private static bool HasServed(PowerMeterProcess processor) => processor.Output.Contains("makes and sends the readings", StringComparison.Ordinal);
}
