using NodaTime;
using PowerMeter.Receiver.Dating;
using PowerMeter.Receiver.Linux;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Receiver.Dating;

/// <summary>The real kernel's.</summary>
public sealed class KernelClockTests
{
    [Fact]
    public void The_start_of_the_machine_has_an_id()
    {
        Guid.TryParse(new KernelClock().BootId, out var id).ShouldBeTrue();
        id.ShouldNotBe(Guid.Empty);
        new KernelClock("/nowhere").BootId.ShouldBeEmpty();
    }

    [Fact]
    public void The_kernel_says_of_its_clock_what_adjtimex_does() =>
        new KernelClock().ReadSync().ShouldBeOneOf(ClockSync.Synchronised, ClockSync.Unsynchronised, ClockSync.Unknown);

    [Theory]
    [InlineData("1772366400\n", true)]
    [InlineData("1768435200\n", true)] // the day of the build
    [InlineData("1768435199\n", false)]
    [InlineData("61\n", false)] // a Raspberry Pi 5 without a battery for its clock, after its supply was off
    [InlineData("946684800\n", false)] // a module with an empty battery
    [InlineData("", false)]
    [InlineData(null, true)] // a kernel that does not tell
    public void A_real_time_clock_is_one_of_sys_class_rtc_that_has_not_stood(string? seconds, bool runs)
    {
        using var directory = new TemporaryDirectory();
        HasClock().ShouldBeFalse();
        Directory.CreateDirectory(directory.File("rtc"));
        HasClock().ShouldBeFalse();
        Directory.CreateDirectory(directory.File("rtc/rtc0"));
        if (seconds is not null) File.WriteAllText(directory.File("rtc/rtc0/since_epoch"), seconds);
        HasClock().ShouldBe(runs);

        bool HasClock() => KernelClock.HasRealTimeClock(directory.File("rtc"), Instant.FromUtc(2026, 1, 15, 0, 0));
    }

    [Fact]
    public void A_real_time_clock_that_cannot_be_read_has_stood_and_a_second_one_counts()
    {
        using var directory = new TemporaryDirectory();
        // A directory cannot be read, as the kernel's file cannot when the clock says that its battery was empty.
        Directory.CreateDirectory(directory.File("rtc/rtc0/since_epoch"));
        KernelClock.HasRealTimeClock(directory.File("rtc"), Instant.FromUnixTimeSeconds(0)).ShouldBeFalse();
        Directory.CreateDirectory(directory.File("rtc/rtc1"));
        File.WriteAllText(directory.File("rtc/rtc1/since_epoch"), "1772366400\n");
        KernelClock.HasRealTimeClock(directory.File("rtc"), Instant.FromUnixTimeSeconds(0)).ShouldBeTrue();
    }
}
