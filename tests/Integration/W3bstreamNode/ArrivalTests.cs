using System.Net;
using PowerMeter.Tests.TestKit;
using PowerMeter.Tests.W3bstreamNode.Arrivals;
using PowerMeter.Tests.W3bstreamNode.Failures;
using PowerMeter.Tests.W3bstreamNode.Hosting;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.W3bstreamNode;

/// <summary>What the node knows of what has arrived.</summary>
public sealed class ArrivalTests : IDisposable
{
    private const long Start = 1_800_000_000;

    private readonly SigningDevice _device = SigningDevice.WithKeyOne();
    private readonly ManualTimeProvider _clock = new(DateTimeOffset.FromUnixTimeSeconds(Start));
    private readonly TemporaryDirectory _directory = new();

    public void Dispose()
    {
        _device.Dispose();
        _directory.Dispose();
    }

    private async Task SendAsync(RunningNode node, long timestamp, Guid? eventId = null) =>
        (await node.PostAsync(_device.Message(100, timestamp), eventId).CodeAsync()).ShouldBe(0);

    [Fact]
    public async Task Repeats_are_told_apart_and_counted()
    {
        await using var node = await RunningNode.StartAsync(clock: _clock);
        var id = Guid.NewGuid();
        await SendAsync(node, Start, id);
        await SendAsync(node, Start, id);
        await SendAsync(node, Start);
        await SendAsync(node, Start + 5);

        node.Readings.Select(reading => reading.Repeat).ShouldBe([Repeat.None, Repeat.SameEvent, Repeat.SameWindow, Repeat.None]);
        node.ReadingsOf(SigningDevice.AddressOfOne.ToUpperInvariant().Replace("0X", "0x", StringComparison.Ordinal))
            .Select(reading => reading.WindowEnd.ToUnixTimeSeconds()).ShouldBe([Start, Start + 5]);
        (node.Summary.Accepted, node.Summary.Duplicates, node.Summary.Twins, node.Summary.OutOfOrder).ShouldBe((2, 1, 1, 0));
    }

    [Fact]
    public async Task A_reading_that_comes_after_a_newer_one_is_out_of_order()
    {
        await using var node = await RunningNode.StartAsync(clock: _clock);
        using var other = SigningDevice.Make("secp256r1");
        foreach (var timestamp in new[] { Start, Start + 10, Start + 5, Start + 15 }) await SendAsync(node, timestamp);
        (await node.PostAsync(other.Message(1, Start + 1)).CodeAsync()).ShouldBe(0);

        node.Readings.Select(reading => reading.OutOfOrder).ShouldBe([false, false, true, false, false]);
        node.Summary.Devices.Select(each => (each.Device.Address, each.Readings, each.OutOfOrder)).First().ShouldBe((SigningDevice.AddressOfOne, 4, 1));
        node.Summary.Devices[1].OutOfOrder.ShouldBe(0);
    }

    [Fact]
    public void Order_is_that_of_the_arrivals_and_not_of_their_verification()
    {
        var ledger = new Ledger(10, TimeSpan.FromSeconds(10));
        Arrival At(long timestamp) => new(
            new Device(SigningDevice.AddressOfOne, "io1", "04", "secp256k1"), DateTimeOffset.FromUnixTimeSeconds(timestamp), 1, Guid.NewGuid(),
            _clock.GetUtcNow(), false, false, false, false);

        ledger.Take(At(Start), ticket: 1).OutOfOrder.ShouldBeFalse();
        ledger.Take(At(Start + 10), ticket: 3).OutOfOrder.ShouldBeFalse();
        ledger.Take(At(Start + 5), ticket: 2).OutOfOrder.ShouldBeFalse();
        ledger.Take(At(Start + 20), ticket: 5).OutOfOrder.ShouldBeFalse();
        // It had arrived before the older one that was verified first.
        ledger.Take(At(Start + 25), ticket: 4).OutOfOrder.ShouldBeTrue();
    }

    [Fact]
    public async Task Lateness_counts_from_the_windows_end()
    {
        await using var node = await RunningNode.StartAsync(new NodeOptions { LateAfter = TimeSpan.FromSeconds(10) }, _clock);
        await SendAsync(node, Start - 60);
        await SendAsync(node, Start - 10);
        _clock.Advance(TimeSpan.FromSeconds(2));
        await SendAsync(node, Start);

        node.Readings.Select(reading => reading.Lateness.TotalSeconds).ShouldBe([60, 10, 2]);
        (node.Summary.Late, node.Summary.Devices.Single().MostLate).ShouldBe((1, TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public async Task The_oldest_readings_make_room_and_stay_counted()
    {
        await using var node = await RunningNode.StartAsync(new NodeOptions { Capacity = 3 }, _clock);
        var id = Guid.NewGuid();
        await SendAsync(node, Start, id);
        for (var i = 1; i < 5; i++) await SendAsync(node, Start + (5 * i));

        node.Readings.Select(reading => reading.Sequence).ShouldBe([3, 4, 5]);
        node.Summary.Accepted.ShouldBe(5);
        var page = await node.GetJsonAsync("/readings?after=3&limit=1");
        (page.GetProperty("oldest").GetInt64(), page.GetProperty("newest").GetInt64()).ShouldBe((3, 5));
        page.GetProperty("readings")[0].GetProperty("sequence").GetInt64().ShouldBe(4);
        // Once forgotten, an event is new again.
        await SendAsync(node, Start, id);
        node.Readings[^1].Repeat.ShouldBe(Repeat.None);
    }

    [Fact]
    public async Task A_killed_node_knows_what_it_had_acknowledged()
    {
        var options = new NodeOptions { StoreFile = _directory.File("readings.jsonl") };
        var id = Guid.NewGuid();
        await using (var node = await RunningNode.StartAsync(options, _clock))
        {
            await SendAsync(node, Start, id);
            await SendAsync(node, Start + 5);
            node.Failure = new Failure { Mode = FailureMode.Drop, Keep = true };
            await Should.ThrowAsync<HttpRequestException>(() => node.PostAsync(_device.Message(100, Start + 10)));
            // A second node must not write into the same file.
            await Should.ThrowAsync<IOException>(() => RunningNode.StartAsync(options, _clock));
        }

        // A line that was half written when the node was killed was never acknowledged.
        await File.AppendAllTextAsync(options.StoreFile, """{"device":{"address":"0x7E5F""");
        await using (var node = await RunningNode.StartAsync(options, _clock))
        {
            node.Readings.Select(reading => reading.WindowEnd.ToUnixTimeSeconds()).ShouldBe([Start, Start + 5, Start + 10]);
            await SendAsync(node, Start, id);
            await SendAsync(node, Start + 15);
            node.Summary.OutOfOrder.ShouldBe(0);
        }

        await using (var node = await RunningNode.StartAsync(options, _clock))
        {
            node.Readings.Count.ShouldBe(5);
            (node.Summary.Accepted, node.Summary.Duplicates).ShouldBe((4, 1));
        }

        await File.AppendAllTextAsync(options.StoreFile, "{}\n");
        (await Should.ThrowAsync<InvalidDataException>(() => RunningNode.StartAsync(options, _clock))).Message.ShouldContain("Line 6");
    }

    [Fact]
    public async Task Programs_see_readings_summary_and_refusals()
    {
        await using var node = await RunningNode.StartAsync(clock: _clock);
        await SendAsync(node, Start);
        (await node.PostAsync("{}").CodeAsync()).ShouldBe(-1);

        var reading = (await node.GetJsonAsync("/readings")).GetProperty("readings")[0];
        reading.GetProperty("address").GetString().ShouldBe(SigningDevice.AddressOfOne);
        reading.GetProperty("watts").GetDouble().ShouldBe(100);
        reading.GetProperty("verified_by").EnumerateArray().Select(each => each.GetString()).ShouldBe(["@noble/curves", "openssl"]);
        var summary = await node.GetJsonAsync("/summary");
        (summary.GetProperty("accepted").GetInt64(), summary.GetProperty("refused").GetInt64()).ShouldBe((1, 1));
        (await node.GetJsonAsync("/refusals")).GetProperty("refusals")[0].GetProperty("why").GetString()!.ShouldContain("'data' is missing");
        using var wrong = await NodeCalls.Http.GetAsync(new Uri(node.Url, "/readings?limit=0"));
        wrong.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await wrong.Content.ReadAsStringAsync()).ShouldContain("1 to 10000");
    }
}
