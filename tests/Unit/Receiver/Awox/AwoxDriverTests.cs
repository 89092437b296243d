using NodaTime;
using PowerMeter.Receiver.Drivers;
using PowerMeter.Receiver.Drivers.Awox;
using PowerMeter.Shared.Sensors;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Receiver.Awox;

/// <summary>The driver against a plug on a real SOCK_SEQPACKET socket; the clock moves only when it is told to.</summary>
public sealed class AwoxDriverTests : IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(8);

    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly AttPeer _peer = new();
    private readonly ConcurrentSink _sink = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly AwoxDriver _driver;
    private Task _running = Task.CompletedTask;

    public AwoxDriverTests()
    {
        BluetoothAddress.TryParse("98:7B:F3:01:02:03", out var address).ShouldBeTrue();
        _driver = new AwoxDriver(new AwoxOptions(address), Period, _ => _peer.Connect(), _time);
    }

    private int Asked => _peer.Received.Count(packet => Convert.ToHexString(packet[3..]) == "0F050400000005FFFF");

    [Fact]
    public async Task It_asks_every_period_and_reads_watts_volts_and_whether_it_is_on()
    {
        Start();
        await ReadingsBecomeAsync(1);
        _peer.Received.ShouldContain(packet => Convert.ToHexString(packet) == "1217000100", "notifications are enabled");
        _peer.Plug.Milliwatts = 0;
        _peer.Plug.IsOn = false;
        _time.Advance(Period - TimeSpan.FromTicks(1));
        Asked.ShouldBe(1);
        _time.Advance(TimeSpan.FromTicks(1));
        await ReadingsBecomeAsync(2);
        var noon = Instant.FromUtc(2026, 3, 1, 12, 0);
        _sink.Readings.ShouldBe([
            new Reading(noon, 60.5, 231, SwitchedOn: true), new Reading(noon + Duration.FromSeconds(8), 0, 231, SwitchedOn: false)]);
        _sink.Rejected.ShouldBeEmpty();
        _sink.Reports.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(18)]
    public async Task Answers_may_come_in_pieces(int length)
    {
        _peer.Plug.Cut = frame => frame.Chunk(length);
        Start();
        await ReadingsBecomeAsync(1);
        await _driver.SwitchAsync(on: false, _stop.Token);
        await ReadingsBecomeAsync(2);
        _sink.Readings.Select(reading => reading.SwitchedOn).ShouldBe([true, false]);
        _sink.Rejected.ShouldBeEmpty();
    }

    [Fact]
    public async Task It_switches_and_asks_at_once_for_the_new_state()
    {
        Start();
        await ReadingsBecomeAsync(1);
        await _driver.SwitchAsync(on: false, _stop.Token);
        _peer.Plug.IsOn.ShouldBeFalse();
        await ReadingsBecomeAsync(2);
        await _driver.SwitchAsync(on: true, _stop.Token);
        await ReadingsBecomeAsync(3);
        _sink.Readings.Select(reading => reading.SwitchedOn).ShouldBe([true, false, true]);
    }

    [Fact]
    public async Task A_plug_that_takes_commands_without_response_gets_them_so()
    {
        _peer.Characteristics[1] = _peer.Characteristics[1] with { Properties = 0x04 };
        Start();
        await ReadingsBecomeAsync(1);
        await _driver.SwitchAsync(on: false, _stop.Token);
        await ReadingsBecomeAsync(2);
        _peer.Received.Where(packet => packet[0] is 0x12 or 0x52).Select(packet => Convert.ToHexString(packet[..2]))
            .ShouldBe(["1217", "5213", "5213", "5213"]);
    }

    [Fact]
    public async Task A_switch_that_is_not_confirmed_fails_after_five_seconds_and_the_state_is_asked_for()
    {
        _peer.Plug.ConfirmsSwitch = false;
        Start();
        await ReadingsBecomeAsync(1);
        var switching = _driver.SwitchAsync(on: false, _stop.Token);
        await Eventually.BecomesTrueAsync("the plug switched", () => Task.FromResult(!_peer.Plug.IsOn));
        _time.Advance(TimeSpan.FromSeconds(5));
        (await Should.ThrowAsync<SensorCommandException>(switching)).Message
            .ShouldBe("The plug 98:7B:F3:01:02:03 has not confirmed within 5 s: look whether it switched.");
        await ReadingsBecomeAsync(2);
        _sink.Readings.Last().SwitchedOn.ShouldBe(false);
    }

    [Fact]
    public async Task A_switch_that_is_refused_says_why_and_the_connection_stays()
    {
        Start();
        await ReadingsBecomeAsync(1);
        _peer.Refusals[0x12] = 0x05;
        (await Should.ThrowAsync<SensorCommandException>(_driver.SwitchAsync(on: false, _stop.Token))).Message.ShouldBe(
            "The plug 98:7B:F3:01:02:03 is connected, but it refuses WriteRequest on handle 0x0013: InsufficientAuthentication: it wants to be paired first (bluetoothctl pair ADDRESS).");
        _peer.Plug.IsOn.ShouldBeTrue();
    }

    [Fact]
    public async Task A_plug_that_is_not_there_cannot_be_switched_and_the_answer_says_why()
    {
        (await Should.ThrowAsync<SensorCommandException>(_driver.SwitchAsync(on: true, _stop.Token))).Message
            .ShouldBe("The plug 98:7B:F3:01:02:03 is being connected: try again in a moment.");
        _peer.IsPlugged = false;
        Start();
        await ReportBecomesAsync(SensorState.Absent, "is not in reach, or connected to a phone");
        (await Should.ThrowAsync<SensorCommandException>(_driver.SwitchAsync(on: true, _stop.Token))).Message.ShouldContain("is not in reach");
    }

    [Fact]
    public async Task A_lost_connection_fails_the_switch_under_way_and_is_made_again()
    {
        _peer.Plug.ConfirmsSwitch = false;
        Start();
        await ReadingsBecomeAsync(1);
        var switching = _driver.SwitchAsync(on: false, _stop.Token);
        await Eventually.BecomesTrueAsync("the plug switched", () => Task.FromResult(!_peer.Plug.IsOn));
        _peer.Drop();
        (await Should.ThrowAsync<SensorCommandException>(switching)).Message.ShouldContain("was lost before it confirmed");
        await ReportBecomesAsync(SensorState.Absent, "is not in reach");
        await ConnectsAgainAsync();
        await ReadingsBecomeAsync(2);
        _peer.Connections.ShouldBe(2);
    }

    [Fact]
    public async Task A_plug_that_is_unplugged_is_looked_for_until_it_is_back()
    {
        Start();
        await ReadingsBecomeAsync(1);
        _peer.IsPlugged = false;
        _peer.Drop();
        await ReportBecomesAsync(SensorState.Absent, "is not in reach");
        for (var i = 0; i < 5; i++) await RetryAsync();
        _sink.Reports.Distinct().Count().ShouldBe(1, "the error stays the same while the trouble is the same");
        _peer.IsPlugged = true;
        await ConnectsAgainAsync();
        await ReadingsBecomeAsync(2);
    }

    [Fact]
    public async Task A_plug_that_says_nothing_for_three_periods_is_silent_and_connected_again()
    {
        _peer.Plug.AnswersStatus = false;
        Start();
        await Eventually.BecomesTrueAsync("it asks", () => Task.FromResult(Asked == 1));
        for (var asked = 1; asked <= 2; asked++)
        {
            _time.Advance(Period);
            await Eventually.BecomesTrueAsync("it asks again", () => Task.FromResult(Asked == asked + 1));
        }

        _sink.Reports.ShouldBeEmpty();
        _time.Advance(Period);
        await ReportBecomesAsync(SensorState.Silent, "is connected, but it has not answered for 24 s.");
        _peer.Plug.AnswersStatus = true;
        await ConnectsAgainAsync();
        await ReadingsBecomeAsync(1);
        _peer.Connections.ShouldBe(2);
    }

    [Fact]
    public async Task Nothing_but_garbage_is_a_fault_that_shows_it()
    {
        _peer.Plug.Cut = frame => [[.. frame[..16], (byte)(frame[16] ^ 1), .. frame[17..]]];
        Start();
        await Eventually.BecomesTrueAsync("it is rejected", () => Task.FromResult(_sink.Rejected.Count == 1));
        _time.Advance(Period * 3);
        await ReportBecomesAsync(SensorState.Fault, "for 24 s it has sent nothing that is a status, such as a frame with a wrong checksum: 0F0F0400");
        _sink.Readings.ShouldBeEmpty();
    }

    [Fact]
    public async Task Watts_outside_the_bounds_and_values_of_other_handles_are_rejected()
    {
        _peer.Plug.Milliwatts = 4_000_001;
        _peer.Greetings.Enqueue([0x1B, 0x03, 0x00, .. _peer.Plug.Status()]);
        Start();
        await Eventually.BecomesTrueAsync("both are rejected", () => Task.FromResult(_sink.Rejected.Count == 2));
        _sink.Rejected.ShouldBe(["a notification of handle 0x0003, which is not the plug's service", "4000.001 W, which is not within 0 to 4000 W"]);
        _sink.Readings.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_device_that_is_no_plug_is_a_fault()
    {
        _peer.IsPlug = false;
        Start();
        await ReportBecomesAsync(SensorState.Fault, "The plug 98:7B:F3:01:02:03 is connected, but it has no service fff0, so it is no AWOX SmartPlug.");
    }

    [Fact]
    public async Task A_plug_whose_notifications_cannot_be_set_is_read_all_the_same()
    {
        _peer.Characteristics[1] = _peer.Characteristics[1] with { Properties = 0x04 };
        _peer.Refusals[0x12] = 0x03;
        Start();
        await ReadingsBecomeAsync(1);
    }

    [Fact]
    public async Task A_mute_device_does_not_hold_up_stopping()
    {
        _peer.IsMute = true;
        Start();
        await Eventually.BecomesTrueAsync("it asks", () => Task.FromResult(!_peer.Received.IsEmpty));
        var started = TimeProvider.System.GetTimestamp();
        await _stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(_running);
        TimeProvider.System.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(1));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ContinueWith(_ => { }, TaskScheduler.Default);
        await _peer.DisposeAsync();
        _stop.Dispose();
    }

    private void Start() => _running = _driver.RunAsync(_sink, _stop.Token);

    private Task ReadingsBecomeAsync(int count) =>
        Eventually.BecomesTrueAsync($"{count} readings", () => Task.FromResult(_sink.Readings.Count == count));

    private async Task ReportBecomesAsync(SensorState state, string says)
    {
        await Eventually.BecomesTrueAsync($"{state} is reported", () => Task.FromResult(!_sink.Reports.IsEmpty));
        var report = _sink.Reports.Last();
        report.State.ShouldBe(state);
        report.Error.ShouldNotBeNull().ShouldContain(says);
    }

    /// <summary>The driver may only just begin to wait: the clock is moved until it has.</summary>
    private Task ConnectsAgainAsync()
    {
        var connections = _peer.Connections;
        return Eventually.BecomesTrueAsync("it connects again", () =>
        {
            _time.Advance(TimeSpan.FromSeconds(0.25));
            return Task.FromResult(_peer.Connections > connections);
        });
    }

    private async Task RetryAsync()
    {
        var reports = _sink.Reports.Count;
        await Eventually.BecomesTrueAsync("it tries again", () =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(_sink.Reports.Count > reports);
        });
    }
}
