using PowerMeter.Shared.Measurement;
using PowerMeter.Tests.W3bstreamNode.Hosting;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.W3bstream;

public sealed class NewKeyTests : IAsyncLifetime
{
    private const string KeyOne = "0000000000000000000000000000000000000000000000000000000000000001";
    private const string AddressOfOne = "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf";

    private readonly long _since = PowerFeed.Second - UnixMicroseconds.PerHour;
    private BaseStation _station = null!;

    public async ValueTask InitializeAsync() => _station = await BaseStation.CreateAsync(_since, window: 1);

    public ValueTask DisposeAsync() => _station.DisposeAsync();

    [Fact]
    public async Task A_key_that_is_imported_while_it_runs_signs_from_then_on_and_is_shown()
    {
        await using var network = await RunningNode.StartAsync(_station.Network);
        var middle = _since + 5 * UnixMicroseconds.PerMinute;
        await _station.Power.AddPastAsync(_since, middle);
        var processor = _station.StartProcessor();
        await _station.DeliverAllAsync(_since);
        var made = await _station.StatusAsync<string>("ethereum_address");

        var import = _station.StartProcessor("--import-key", "-", "--replace");
        await import.WriteInputAsync(KeyOne);
        (await import.WaitForExitAsync()).ShouldBe(0, import.Output);
        await _station.Power.AddPastAsync(middle, middle + 5 * UnixMicroseconds.PerMinute);
        network.ShouldHaveGot(await _station.DeliverAllAsync(_since));

        var (before, after) = (network.ReadingsOf(made), network.ReadingsOf(AddressOfOne));
        before.Select(ArrivalChecks.EndOf).Max().ShouldBe(middle);
        after.Select(ArrivalChecks.EndOf).Min().ShouldBeGreaterThan(middle);
        (before.Count + after.Count).ShouldBe(network.Readings.Count);
        await _station.BecomesAsync($"ethereum_address = '{AddressOfOne}' and iotex_address like 'io1%' and public_key like '0479be667e%'");
        processor.HasExited.ShouldBeFalse();
    }
}
