using NodaTime;
using PowerMeter.Receiver.Drivers;
using PowerMeter.Receiver.Drivers.Replay;
using PowerMeter.Shared.Language;
using PowerMeter.Shared.Sensors;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Receiver;

public sealed class ReplayDriverTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 8, 0, 0, TimeSpan.Zero);

    private readonly TemporaryDirectory _directory = new();
    private readonly EagerTimeProvider _time = new(Start);

    [Theory]
    [InlineData(1, new[] { 0, 1, 2.5, 600 })]
    [InlineData(100, new[] { 0, 0.01, 0.025, 6 })]
    [InlineData(0.01, new[] { 0.0, 100, 250, 60_000 })]
    [InlineData(10_000, new[] { 0, 0.0001, 0.00025, 0.06 })]
    public async Task Rows_come_now_with_their_spacing_divided_by_the_speed(double speed, double[] seconds)
    {
        var sink = await PlayAsync(new ReplayOptions(Wire("day.csv"), speed));
        sink.Readings.Select(reading => reading.Watts).ShouldBe([100.5, 101, -5, 7]);
        sink.Seconds.ShouldBe(seconds);
        sink.Readings[1].Volts.ShouldBe(3.9f);
        sink.Readings[1].Battery.ShouldBe(88);
        sink.Readings[3].Battery.ShouldBe(12);
        sink.Readings[0].Volts.ShouldBeNull();
        sink.Rejected.ShouldBe(["line 5: its time is not after the one before", "line 6: its power is none in watts within ±1 GW"]);
    }

    [Fact]
    public async Task The_end_is_silence_that_says_so()
    {
        var sink = await PlayAsync(new ReplayOptions(Wire("day.csv"), Speed: 1000));
        var (state, error) = sink.Reports[^1];
        state.ShouldBe(SensorState.Silent);
        error.ShouldBe($"The recording {Wire("day.csv")} has ended: 4 readings, 2 rejected; the first: line 5: its time is not after the one before. Set loop to true to play it for ever.");
    }

    [Fact]
    public async Task A_gap_of_the_recording_is_a_gap_and_said()
    {
        var sink = await PlayAsync(new ReplayOptions(Wire("day.csv")));
        sink.Reports.Count.ShouldBe(2);
        sink.Reports[0].State.ShouldBe(SensorState.Silent);
        sink.Reports[0].Error.ShouldNotBeNull().ShouldContain("has a gap here: its next record comes 598 s after the one before.");
    }

    [Fact]
    public async Task Unix_seconds_and_columns_of_other_names_are_read()
    {
        var sink = await PlayAsync(new ReplayOptions(Wire("citizenwatt.csv")));
        sink.Readings.Select(reading => reading.Watts).ShouldBe([120.0, 130]);
        sink.Seconds.ShouldBe([0.0, 8]);
        sink.Readings.ShouldAllBe(reading => reading.Volts == null);
        sink.Rejected.ShouldBeEmpty();
    }

    [Fact]
    public async Task Timed_wire_bytes_go_through_the_splitter_and_the_parser()
    {
        var sink = await PlayAsync(new ReplayOptions(Wire("timed.txt")));
        sink.Readings.Select(reading => reading.Watts).ShouldBe([12.34, 13.5]);
        sink.Seconds.ShouldBe([0, 1.007]);
        sink.Rejected.ShouldBe(["line 6: it is no reading of an Arduino, or one beyond its bounds", "line 7: it is not +SECONDS HEX, such as '+1.005 31322E33340D0A'"]);
    }

    [Theory]
    [InlineData("watts.txt", new[] { 12.34, 12.5, -3, 0, 1450.25 }, 0)]
    [InlineData("fuel-gauge.txt", new[] { 12.34, 12.4, -0.5 }, 0)]
    [InlineData("garbage.txt", new[] { 10.0, 20 }, 8)]
    public async Task Wire_bytes_without_timing_come_a_line_each_period(string file, double[] watts, int rejected)
    {
        var path = Repository.File($"tests/wire/acs712/{file}");
        var sink = await PlayAsync(new ReplayOptions(path, Speed: 2), TimeSpan.FromSeconds(5));
        sink.Readings.Select(reading => reading.Watts).ShouldBe(watts);
        sink.Rejected.Count.ShouldBe(rejected);
        if (rejected == 0) sink.Seconds.ShouldBe(Enumerable.Range(0, watts.Length).Select(i => i * 2.5));
    }

    [Fact]
    public async Task A_last_line_without_end_is_no_reading_of_the_wire_and_one_of_a_table()
    {
        (await PlayAsync(new ReplayOptions(Given("0\n5\n12.3")))).Readings.Count.ShouldBe(1);
        (await PlayAsync(new ReplayOptions(Given("1700000000,5\n1700000001,6")))).Readings.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_loop_goes_on_at_the_recordings_pace_and_no_two_samples_have_one_time()
    {
        var sink = await PlayAsync(new ReplayOptions(Given("1700000000,1\n1700000001,2\n1700000003,3\n"), Loop: true), readings: 8);
        sink.Readings.Select(reading => reading.Watts).ShouldBe([1.0, 2, 3, 1, 2, 3, 1, 2]);
        sink.Seconds.ShouldBe([0.0, 1, 3, 5, 6, 8, 10, 11]);
    }

    [Fact]
    public async Task A_loop_of_one_record_goes_by_the_period()
    {
        var sink = await PlayAsync(new ReplayOptions(Given("1700000000,1\n"), Loop: true), TimeSpan.FromSeconds(7), readings: 3);
        sink.Seconds.ShouldBe([0.0, 7, 14]);
    }

    [Fact]
    public async Task Records_that_fall_together_have_times_of_their_own()
    {
        var rows = string.Concat(Enumerable.Range(0, 100).Select(i => $"1700000000.{i:000000},{i}\n"));
        var sink = await PlayAsync(new ReplayOptions(Given(rows), Speed: 10_000));
        sink.Readings.Count.ShouldBe(100);
        sink.Readings.Zip(sink.Readings.Skip(1)).ShouldAllBe(pair => pair.Second.Time - pair.First.Time >= Duration.FromNanoseconds(1000));
    }

    [Fact]
    public async Task A_clock_that_is_set_makes_true_times_again_and_neither_stops_nor_hurries_it()
    {
        var rows = string.Concat(Enumerable.Range(0, 10).Select(i => $"{1700000000 + i},{i}\n"));
        var sink = new Sink(10);
        sink.OnReading = count =>
        {
            if (count == 3) _time.Set(TimeSpan.FromHours(-1));
            if (count == 6) _time.Set(TimeSpan.FromHours(2));
        };
        await PlayAsync(new ReplayOptions(Given(rows)), TimeSpan.FromSeconds(1), sink);
        sink.Seconds.ShouldBe([0.0, 1, 2, -3597, -3596, -3595, 3606, 3607, 3608, 3609]);
        (_time.GetTimestamp() - Start.UtcTicks).ShouldBeLessThan(TimeSpan.FromSeconds(10).Ticks);
    }

    [Theory]
    [InlineData("", SensorState.Fault, "cannot be played: it is empty.")]
    [InlineData("time;watts\n1;2\n", SensorState.Fault, "has no reading")]
    [InlineData("when,watts\n1,2\n", SensorState.Fault, "its heading has no column time or timestamp; allowed: time or timestamp, watts or power, volts, battery.")]
    [InlineData("1,2\n-3,4\nx,5\n", SensorState.Fault, "has no reading, 3 rejected; the first: line 1: its time is none in 2000 to 2099")]
    public async Task A_file_that_is_no_recording_is_said_to_be_none(string contents, SensorState state, string error)
    {
        var sink = await PlayAsync(new ReplayOptions(Given(contents)));
        sink.Readings.ShouldBeEmpty();
        sink.Reports[0].State.ShouldBe(state);
        sink.Reports[0].Error.ShouldNotBeNull().ShouldContain(error);
    }

    [Theory]
    [InlineData("127.0.0.1:5432:powermeter:powermeter_receiver:k3ptSecret\n")]
    [InlineData("root:k3ptSecret:19000:0:99999:7:::\n")]
    [InlineData("k3ptSecret,1\n")]
    [InlineData("time,watts\n1700000000,k3ptSecret\n")]
    [InlineData("1700000000,k3ptSecret\n")]
    [InlineData("1700000000,1,k3ptSecret\n")]
    [InlineData("1700000000,1,1,k3ptSecret\n")]
    [InlineData("# comment\n+1 6B337074536563726574\n")]
    [InlineData("{\"key\": \"k3ptSecret\"}\n")]
    public async Task Nothing_of_a_file_that_is_no_recording_is_shown(string contents)
    {
        var sink = await PlayAsync(new ReplayOptions(Given(contents)));
        sink.Readings.ShouldBeEmpty();
        sink.Reports.ShouldNotBeEmpty();
        foreach (var said in sink.Reports.Select(report => report.Error).Concat(sink.Rejected)) said.ShouldNotBeNull().ShouldNotContain("k3pt");
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_absent_and_played_when_it_comes()
    {
        var file = _directory.File("later.csv");
        var sink = new Sink(1);
        sink.OnReport = count =>
        {
            if (count == 5) File.WriteAllText(file, "1700000000,5\n");
        };
        await PlayAsync(new ReplayOptions(file), TimeSpan.FromSeconds(1), sink);
        sink.Reports.ShouldAllBe(report => report.State == SensorState.Absent && report.Error == $"There is no {file}. Copy the recording there, or set device to its path.");
        sink.Readings.ShouldHaveSingleItem().Watts.ShouldBe(5);
    }

    [Fact]
    public async Task A_directory_and_a_pipe_cannot_be_played()
    {
        (await PlayAsync(new ReplayOptions(_directory.Path))).Reports[0].Error.ShouldNotBeNull().ShouldContain("is a directory");
        await Shell.RunAsync("mkfifo", _directory.File("pipe"));
        (await PlayAsync(new ReplayOptions(_directory.File("pipe")))).Reports[0].Error.ShouldNotBeNull().ShouldContain("it is no regular file");
    }

    [Fact]
    public async Task A_line_of_any_length_takes_no_memory_and_is_rejected()
    {
        var sink = await PlayAsync(new ReplayOptions(Given("1700000000,5\n" + new string('1', 5_000_000) + "\n1700000001,6\n")));
        sink.Readings.Select(reading => reading.Watts).ShouldBe([5.0, 6]);
        sink.Rejected.ShouldBe(["line 2: it has more than 1024 bytes"]);
    }

    public void Dispose() => _directory.Dispose();

    private static string Wire(string file) => Repository.File($"tests/wire/replay/{file}");

    private string Given(string contents)
    {
        var file = _directory.File(Guid.NewGuid().ToString());
        File.WriteAllText(file, contents);
        return file;
    }

    private Task<Sink> PlayAsync(ReplayOptions options, TimeSpan? period = null, int readings = int.MaxValue) =>
        PlayAsync(options, period ?? TimeSpan.FromSeconds(1), new Sink(readings));

    /// <summary>Until the recording has ended, cannot be played, or the sink has what it wants.</summary>
    private async Task<Sink> PlayAsync(ReplayOptions options, TimeSpan period, Sink sink)
    {
        await Should.ThrowAsync<OperationCanceledException>(() => new ReplayDriver(options, period, _time).RunAsync(sink, sink.End.Token));
        return sink;
    }

    private sealed class Sink(int wanted) : ISensorSink
    {
        public CancellationTokenSource End { get; } = new();

        public List<Reading> Readings { get; } = [];

        public List<string> Rejected { get; } = [];

        public List<(SensorState State, string? Error)> Reports { get; } = [];

        public Action<int> OnReading { get; set; } = _ => { };

        public Action<int>? OnReport { get; set; }

        public IEnumerable<double> Seconds => Readings.Select(reading => (reading.Time - Instant.FromDateTimeOffset(Start)).TotalSeconds);

        public ValueTask AcceptAsync(Reading reading, CancellationToken cancel)
        {
            Readings.Add(reading);
            OnReading(Readings.Count);
            if (Readings.Count == wanted) End.Cancel();
            return ValueTask.CompletedTask;
        }

        public void Reject(Sentence reason) => Rejected.Add(reason.ToString());

        public void Report(SensorState state, Sentence? error = null)
        {
            Reports.Add((state, error?.ToString()));
            OnReport?.Invoke(Reports.Count);
            if (OnReport is null && (state != SensorState.Silent || error!.ToString().Contains("has ended", StringComparison.Ordinal))) End.Cancel();
        }
    }
}
