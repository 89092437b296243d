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

    [Fact]
    public void A_real_time_clock_is_one_of_sys_class_rtc()
    {
        using var directory = new TemporaryDirectory();
        KernelClock.HasRealTimeClock(directory.File("rtc")).ShouldBeFalse();
        Directory.CreateDirectory(directory.File("rtc"));
        KernelClock.HasRealTimeClock(directory.File("rtc")).ShouldBeFalse();
        Directory.CreateDirectory(directory.File("rtc/rtc0"));
        KernelClock.HasRealTimeClock(directory.File("rtc")).ShouldBeTrue();
    }
}
