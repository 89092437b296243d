using Microsoft.Extensions.Logging.Abstractions;
using PowerMeter.Receiver.Drivers;
using PowerMeter.Receiver.Ingest;
using PowerMeter.Tests.TestKit;
using PowerMeter.Tests.Unit.Hosting;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Receiver;

public sealed class SensorMemoryTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly CollectingLogger _log = new();
    private readonly SensorMemoryFiles _files;

    public SensorMemoryTests() =>
        _files = new SensorMemoryFiles(new SpoolOptions(_directory.Path, 1), _time, NullLogger<SensorMemoryFiles>.Instance);

    private string File1 => _directory.File("sensor-1.memory");

    [Fact]
    public void What_was_written_is_known_after_a_restart()
    {
        using (var memory = _files.Open(1))
        {
            memory.Read("timer").ShouldBeNull();
            memory.Write("timer", 4_233_600_000);
            memory.Write("timer", 4_233_600_001);
            memory.Write("other", -1);
            memory.Read("timer").ShouldBe(4_233_600_001);
        }

        using var again = _files.Open(1);
        again.Read("timer").ShouldBe(4_233_600_001);
        again.Read("other").ShouldBe(-1);
        _files.Open(2).Read("timer").ShouldBeNull();
    }

    [Fact]
    public void The_file_is_written_at_most_once_a_minute()
    {
        using var memory = _files.Open(1);
        var writes = 0;
        for (var second = 0; second < 600; second += 8)
        {
            System.IO.File.Delete(File1);
            memory.Write("timer", second);
            _time.Advance(TimeSpan.FromSeconds(8));
            if (System.IO.File.Exists(File1)) writes++;
        }

        writes.ShouldBeInRange(10, 11);
    }

    [Fact]
    public void What_was_written_last_is_saved_within_a_minute_though_nothing_more_comes()
    {
        using var memory = _files.Open(1);
        memory.Write("timer", 1);
        memory.Write("timer", 2);
        using (var before = _files.Open(1)) before.Read("timer").ShouldBe(1);
        _time.Advance(TimeSpan.FromMinutes(1));
        using var after = _files.Open(1);
        after.Read("timer").ShouldBe(2);
    }

    [Fact]
    public void Nothing_is_written_when_nothing_changed()
    {
        using var memory = _files.Open(1);
        memory.Write("timer", 1);
        System.IO.File.Delete(File1);
        memory.Write("timer", 1);
        _time.Advance(TimeSpan.FromMinutes(5));
        System.IO.File.Exists(File1).ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"timer\": 1")]
    [InlineData("{\"timer\": \"soon\"}")]
    [InlineData("[1]")]
    public void A_file_that_cannot_be_read_is_said_and_forgotten(string content)
    {
        System.IO.File.WriteAllText(File1, content);
        using var memory = new SensorMemory(File1, _time, _log);
        memory.Read("timer").ShouldBeNull();
        _log.Messages.ShouldHaveSingleItem().ShouldStartWith($"{File1} cannot be read, so what the sensor remembered is forgotten");
        memory.Write("timer", 5);
        using var again = _files.Open(1);
        again.Read("timer").ShouldBe(5);
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_said_once_and_written_when_it_can()
    {
        var file = Path.Combine(_directory.Path, "full", "sensor-1.memory");
        using var memory = new SensorMemory(file, _time, _log);
        for (var i = 0; i < 5; i++)
        {
            memory.Write("timer", i);
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        _log.Messages.ShouldHaveSingleItem().ShouldStartWith($"{file} cannot be written");
        memory.Read("timer").ShouldBe(4);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        _time.Advance(TimeSpan.FromMinutes(1));
        using var again = new SensorMemory(file, _time, _log);
        again.Read("timer").ShouldBe(4);
    }

    [Fact]
    public void One_that_was_closed_writes_no_more()
    {
        var memory = _files.Open(1);
        memory.Write("timer", 1);
        memory.Dispose();
        memory.Write("timer", 2);
        memory.Dispose();
        _time.Advance(TimeSpan.FromMinutes(2));
        using var again = _files.Open(1);
        again.Read("timer").ShouldBe(1);
    }

    [Fact]
    public void That_of_a_removed_sensor_goes_and_nothing_else()
    {
        foreach (var id in new[] { 1, 2, 12 })
        {
            using var memory = _files.Open(id);
            memory.Write("timer", id);
        }

        var other = _directory.File("last-configuration.json");
        System.IO.File.WriteAllText(other, "{}");
        _files.KeepOnly([2, 3]);
        Directory.GetFiles(_directory.Path).ShouldBe([other, _directory.File("sensor-2.memory")], ignoreOrder: true);
    }

    [Fact]
    public void One_without_a_file_lasts_as_long_as_the_object()
    {
        using var memory = new SensorMemory();
        memory.Write("timer", 1);
        memory.Read("timer").ShouldBe(1);
    }

    public void Dispose() => _directory.Dispose();
}
