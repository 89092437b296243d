using PowerMeter.Shared.Measurement;
using PowerMeter.Tests.Integration.W3bstreamNode;
using PowerMeter.Tests.TestKit;
using PowerMeter.Tests.W3bstreamNode.Hosting;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.W3bstream;

/// <summary>Processor, network and the database's sessions killed at random while samples become readings and these are delivered.</summary>
public sealed class KillTests : IAsyncLifetime
{
    private const int Kills = 50;

    private readonly Random _random = new(11);
    private readonly long _since = PowerFeed.Second - UnixMicroseconds.PerHour - 30 * UnixMicroseconds.PerMinute;
    private BaseStation _station = null!;
    private NodeProcess? _network;

    private string Store => _station.File("network");

    public async ValueTask InitializeAsync() => _station = await BaseStation.CreateAsync(_since, window: 1);

    public async ValueTask DisposeAsync()
    {
        _network?.Dispose();
        await _station.DisposeAsync();
    }

    [Fact]
    public async Task Killed_50_times_none_is_lost_and_none_is_invented()
    {
        await File.WriteAllTextAsync(_station.File("token"), BaseStation.Token);
        await StartNetworkAsync();
        using var stop = new CancellationTokenSource();
        var live = _station.Power.RunAsync(stop.Token);
        var past = _since;
        for (var kill = 0; kill < Kills; kill++)
        {
            // Late samples, as of a Receiver that empties its spool: every life has readings to make and to deliver.
            var until = past + _random.Next(10, 90) * UnixMicroseconds.PerSecond;
            await _station.Power.AddPastAsync(past, until);
            past = until;
            var processor = _station.StartProcessor();
            if (kill % 12 == 3) await RestartNetworkAsync();
            if (kill % 6 == 5) await EndSessionsAsync();
            await LiveForSomeTimeAsync();
            processor.HasExited.ShouldBeFalse(processor.Output);
            await processor.KillAsync();
        }

        _station.StartProcessor();
        await _station.BecomesAsync("last_sent_at > now() - interval '3 s'");
        await stop.CancelAsync();
        await live;
        var expected = await _station.DeliverAllAsync(_since);
        await KillNetworkAsync();
        await using var network = await RunningNode.StartAsync(_station.Network with { StoreFile = Store });
        network.ShouldHaveGot(expected);
        // Each row left the outbox once, whatever was killed in between.
        (await _station.StatusAsync<long>("sent")).ShouldBe(network.Summary.Accepted);
        (await _station.StatusAsync<long>("failed + dropped")).ShouldBe(0);
    }

    private async Task StartNetworkAsync()
    {
        _network = NodeProcess.Start("--port", $"{_station.NetworkPort}", "--token-file", _station.File("token"), "--store", Store);
        await _network.UrlAsync();
    }

    private async Task KillNetworkAsync()
    {
        await _network!.KillAsync();
        _network.Dispose();
        _network = null;
    }

    private async Task RestartNetworkAsync()
    {
        await DoSomethingAsync();
        await KillNetworkAsync();
        await StartNetworkAsync();
    }

    private async Task EndSessionsAsync()
    {
        await DoSomethingAsync();
        await _station.EndSessionsAsync(duty: false);
    }

    /// <summary>To a random instant: of the start, soon after a reading was made, or soon after one was delivered.</summary>
    private async Task LiveForSomeTimeAsync()
    {
        if (_random.Next(4) > 0) await DoSomethingAsync();
        await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(0, 150)), TimeProvider.System);
    }

    private async Task DoSomethingAsync()
    {
        var progress = _random.Next(2) == 0 ? "select coalesce(max(id), 0) from w3bstream_outbox" : "select sent from w3bstream_status";
        var before = await _station.Database.Web.ScalarAsync<long>(progress);
        await Eventually.BecomesTrueAsync("it gets on", async () => await _station.Database.Web.ScalarAsync<long>(progress) > before);
    }
}
