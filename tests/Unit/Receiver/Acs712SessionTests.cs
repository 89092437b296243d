using System.Text;
using PowerMeter.Receiver.Drivers;
using PowerMeter.Receiver.Drivers.Acs712;
using PowerMeter.Shared.Sensors;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Receiver;

public sealed class Acs712SessionTests
{
    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly CollectingSink _sink = new();

    [Theory]
    [InlineData("watts.txt", new[] { 12.34, 12.5, -3, 0, 1450.25 }, 0)]
    [InlineData("fuel-gauge.txt", new[] { 12.34, 12.4, -0.5 }, 0)]
    [InlineData("garbage.txt", new[] { 10.0, 20 }, 8)]
    public void Recorded_bytes_become_readings(string file, double[] watts, int rejected)
    {
        var bytes = File.ReadAllBytes(Repository.File($"tests/wire/acs712/{file}"));
        Session().Take(bytes);
        _sink.Watts.ShouldBe(watts);
        _sink.Rejected.Count.ShouldBe(rejected);
    }

    [Fact]
    public void Bytes_may_come_one_at_a_time()
    {
        var session = Session();
        foreach (var b in File.ReadAllBytes(Repository.File("tests/wire/acs712/watts.txt"))) session.Take([b]);
        _sink.Watts.ShouldBe([12.34, 12.5, -3, 0, 1450.25]);
    }

    [Fact]
    public void The_line_that_was_under_way_when_the_port_was_opened_is_dropped_and_not_counted()
    {
        Take(Session(), "2.34\r\n12.34\r\n");
        _sink.Watts.ShouldBe([12.34]);
        _sink.Rejected.ShouldBeEmpty();
    }

    [Fact]
    public void A_line_without_end_is_rejected_once_and_the_next_one_is_read()
    {
        Take(Session(), "\n" + new string('1', 10_000) + "\n5\n");
        _sink.Watts.ShouldBe([5]);
        _sink.Rejected.ShouldBe(["more than 256 bytes without a line end"]);
    }

    [Theory]
    [InlineData(256, 0)]
    [InlineData(257, 1)]
    public void A_line_has_256_bytes_at_most(int length, int rejected)
    {
        Take(Session(), "\n5." + new string('0', length - 2) + "\n");
        _sink.Rejected.Count.ShouldBe(rejected);
        _sink.Watts.Count().ShouldBe(1 - rejected);
    }

    [Fact]
    public void Watts_outside_the_bounds_are_rejected()
    {
        Take(Session(new Acs712Options("/dev/x", MinWatts: 0, MaxWatts: 100)), "\n-0.1\n100.1\n0\n100\n");
        _sink.Watts.ShouldBe([0, 100]);
        _sink.Rejected.ShouldBe(["-0.1 W, which is not within 0 to 100 W", "100.1 W, which is not within 0 to 100 W"]);
    }

    [Fact]
    public void Scale_offset_and_noise_floor_apply_in_this_order()
    {
        Take(Session(new Acs712Options("/dev/x", Scale: -2, OffsetWatts: 1, NoiseFloorWatts: 5)), "\n10\n2\n-3\n");
        _sink.Watts.ShouldBe([-19, 0, 7]);
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(10, 30)]
    public void Silence_is_three_seconds_or_three_periods(int periodSeconds, int silentAfterSeconds)
    {
        var session = Session(period: TimeSpan.FromSeconds(periodSeconds));
        Take(session, "\n5\n");
        _time.Advance(TimeSpan.FromSeconds(silentAfterSeconds - 0.001));
        session.Take([]);
        _sink.Reports.ShouldBeEmpty();
        _time.Advance(TimeSpan.FromSeconds(0.001));
        session.Take([]);
        _sink.Reports.ShouldHaveSingleItem().State.ShouldBe(SensorState.Silent);
    }

    [Fact]
    public void Two_more_seconds_of_silence_are_normal_after_opening()
    {
        var session = Session();
        _time.Advance(TimeSpan.FromSeconds(4.999));
        session.Take([]);
        _sink.Reports.ShouldBeEmpty();
        _time.Advance(TimeSpan.FromSeconds(0.001));
        session.Take([]);
        _sink.Reports.ShouldHaveSingleItem().Error.ShouldBe("/dev/ttyACM0 is open, and no line has come for 5 s. Is the sketch running?");
    }

    [Fact]
    public void Nothing_but_garbage_is_a_fault_that_names_the_baud_rate()
    {
        var session = Session();
        _time.Advance(TimeSpan.FromSeconds(5));
        Take(session, "\n?\n");
        var (state, error) = _sink.Reports.ShouldHaveSingleItem();
        state.ShouldBe(SensorState.Fault);
        error.ShouldNotBeNull().ShouldContain("Check baud (9600)");
    }

    private static void Take(Acs712Session session, string text) => session.Take(Encoding.ASCII.GetBytes(text));

    private Acs712Session Session(Acs712Options? options = null, TimeSpan? period = null) =>
        new(options ?? new Acs712Options("/dev/ttyACM0"), period ?? TimeSpan.FromSeconds(1), _sink, _time, CancellationToken.None);
}
