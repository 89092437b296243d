using Microsoft.Extensions.Logging.Abstractions;
using PowerMeter.Receiver.Ingest;
using PowerMeter.Shared.Measurement;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Receiver;

public sealed class BacklogTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly List<FullDisk> _files = [];
    private readonly Spool _spool;
    private readonly Backlog _backlog;
    private long _room = long.MaxValue;

    public BacklogTests()
    {
        _spool = Spool.Open(new SpoolOptions(_directory.Path, 64 * 1024 * 1024), Create);
        _backlog = new Backlog(_spool, new WakeUp(), NullLogger<Backlog>.Instance);
    }

    [Fact]
    public void While_the_disk_is_full_samples_stay_in_memory_and_the_error_is_said()
    {
        Room(10);
        _backlog.Append(SpoolTests.Samples(0, 100));
        _backlog.Error.ShouldNotBeNull().ToString().ShouldBe("The spool cannot be written: No space left on device");
        _backlog.Depth.ShouldBe(100);
        Drain().ShouldBe(SpoolTests.Samples(0, 100));
        _backlog.Depth.ShouldBe(0);
    }

    [Fact]
    public void When_the_disk_has_room_again_memory_goes_there()
    {
        Room(10);
        _backlog.Append(SpoolTests.Samples(0, 100));
        Room(long.MaxValue);
        _backlog.Append(SpoolTests.Samples(100, 1));
        _backlog.Error.ShouldBeNull();
        _spool.Depth.ShouldBe(101);
        Drain().ShouldBe(SpoolTests.Samples(0, 101));
    }

    [Fact]
    public void Memory_is_bounded_and_what_is_dropped_is_counted()
    {
        Room(0);
        for (var i = 0; i < 101; i++) _backlog.Append(SpoolTests.Samples(i * 1000, 1000));
        _backlog.Depth.ShouldBe(Backlog.MemoryCapacity);
        _backlog.Dropped.ShouldBe(1000);
        Drain().ShouldBe(SpoolTests.Samples(1000, 100_000));
    }

    [Fact]
    public void What_the_disk_takes_of_it_leaves_memory_and_is_not_written_again()
    {
        Room(0);
        _backlog.Append(SpoolTests.Samples(0, 2 * SpoolFrame.MaxSamples));
        Room(SpoolFrame.MaxLength + 10);
        _backlog.Append(SpoolTests.Samples(2 * SpoolFrame.MaxSamples, 1));
        _backlog.Error.ShouldNotBeNull();
        _spool.Depth.ShouldBe(SpoolFrame.MaxSamples);
        _backlog.Depth.ShouldBe(2 * SpoolFrame.MaxSamples + 1);
        Room(long.MaxValue);
        _backlog.Append([]);
        _backlog.Error.ShouldBeNull();
        Drain().ShouldBe(SpoolTests.Samples(0, 2 * SpoolFrame.MaxSamples + 1));
    }

    [Fact]
    public void The_same_trouble_with_another_file_is_not_said_anew()
    {
        var tried = new List<string>();
        using var spool = Spool.Open(new SpoolOptions(Path.Combine(_directory.Path, "other"), 64 * 1024 * 1024), path =>
        {
            tried.Add(path);
            throw new IOException($"No space left on device : '{path}'", 28);
        });
        var backlog = new Backlog(spool, new WakeUp(), NullLogger<Backlog>.Instance);
        backlog.Append(SpoolTests.Samples(0, 1));
        var first = backlog.Error;
        backlog.Append(SpoolTests.Samples(1, 1));
        tried.Distinct().Count().ShouldBe(2);
        first.ShouldNotBeNull().ToString().ShouldContain(tried[0]);
        backlog.Error.ShouldBeSameAs(first);
    }

    public void Dispose()
    {
        _spool.Dispose();
        _directory.Dispose();
    }

    private List<Sample> Drain()
    {
        var samples = new List<Sample>();
        while (_backlog.Peek() is { } chunk)
        {
            samples.AddRange(chunk.Samples);
            _backlog.Confirm(chunk);
        }

        return samples;
    }

    private void Room(long bytes)
    {
        _room = bytes;
        foreach (var file in _files) file.Room = bytes;
    }

    private FullDisk Create(string path)
    {
        var file = new FullDisk(path) { Room = _room };
        _files.Add(file);
        return file;
    }
}
