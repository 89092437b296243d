using PowerMeter.Receiver.Dating;
using PowerMeter.Shared.Measurement;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Receiver.Dating;

/// <summary>What becomes of the readings that wait for the clock when the Receiver or the machine starts again, or there are too many.</summary>
public sealed class HeldReadingsTests : ClocklessMachine
{
    [Fact]
    public async Task A_restart_of_the_Receiver_loses_nothing_that_waits()
    {
        await BootAsync("1970-01-01T00:00:00Z");
        await ReadAsync(rounds: 30);
        await RestartAsync();
        Receiver.Held.Count.ShouldBe(90);
        await ReadAsync(rounds: 30);
        await RestartAsync();
        TimeServerAnswers();
        await ReadAsync(rounds: 5);
        await AllAreThereAsync();
        // Once is enough.
        await RestartAsync();
        Receiver.TakeDated().ShouldBeEmpty();
        Receiver.Held.Count.ShouldBe(0);
    }

    [Fact]
    public async Task What_was_kept_on_the_disk_outlives_a_Receiver_that_is_killed()
    {
        await BootAsync("1970-01-01T00:00:00Z");
        await ReadAsync(rounds: 301);
        await Eventually.BecomesTrueAsync(
            "it is saved every five minutes",
            () =>
            {
                Time.Advance(TimeSpan.FromSeconds(10));
                return Task.FromResult(File.Exists(Folder.File("undated.samples")));
            });
        var kept = await File.ReadAllBytesAsync(Folder.File("undated.samples"), TestContext.Current.CancellationToken);
        TimeServerAnswers();
        await ReadAsync(rounds: 1);
        await AllAreThereAsync();
        var before = new HashSet<Sample>(Dated);

        // As if it had been killed just before it forgot them, with the offset known: dated again they are the same.
        await Receiver.StopAsync();
        await File.WriteAllBytesAsync(Folder.File("undated.samples"), kept, TestContext.Current.CancellationToken);
        var file = new HeldFile(Folder.Path);
        file.Write(Kernel.BootId, ClockReading.Read(Time).Offset, file.Load().ShouldNotBeNull().Readings);
        await StartAsync();
        var again = Receiver.TakeDated();
        again.Count.ShouldBeGreaterThan(800);
        again.ShouldAllBe(sample => before.Contains(sample));
    }

    [Fact]
    public async Task A_restart_of_the_machine_leaves_what_waits_without_a_date_and_says_so()
    {
        await BootAsync("1970-01-01T00:00:00Z");
        await ReadAsync(rounds: 2);
        await Receiver.StopAsync();
        Kernel.BootId = "b0070002-0000-4000-8000-000000000002";
        Time = new ManualTimeProvider(BootTime, TimeSpan.Zero);
        await StartAsync();
        Receiver.Held.Count.ShouldBe(0);
        Receiver.Backlog.Dropped.ShouldBe(6);
        Receiver.Rejected.Count.ShouldBe(6);
        var lines = await File.ReadAllLinesAsync(Folder.File("rejected.csv"), TestContext.Current.CancellationToken);
        lines.Length.ShouldBe(6);
        lines[4].ShouldBe("2,,3.4,,,\"The clock was wrong, and the machine was started again before it was set: read 1.000000 s after its start\"");
        File.Exists(Folder.File("undated.samples")).ShouldBeFalse();
    }

    [Fact]
    public async Task The_newest_sample_is_known_after_a_restart_though_the_database_is_away()
    {
        await BootAsync(RightClock, uptime: TimeSpan.FromHours(1));
        await ReadAsync(rounds: 5);
        Kernel.RunsWhileOff = true;
        Kernel.BootId = "another";
        await Receiver.StopAsync();
        Time.SetWallClock(Now - TimeSpan.FromDays(2));
        await StartAsync();
        await ReadAsync(rounds: 1);
        Receiver.Held.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Too_many_are_bounded_and_the_oldest_go_and_are_counted()
    {
        await BootAsync("1970-01-01T00:00:00Z", capacity: 100);
        await ReadAsync(rounds: 40);
        Receiver.Held.Count.ShouldBe(100);
        Receiver.Held.Dropped.ShouldBe(20);
        Receiver.Status(3).Error.ShouldNotBeNull().ShouldContain("20 older ones had to be dropped");
        TimeServerAnswers();
        Truth.RemoveRange(0, 20);
        await ReadAsync(rounds: 1);
        await AllAreThereAsync();
        Receiver.Backlog.Dropped.ShouldBe(20);
    }
}
