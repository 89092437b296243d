using Microsoft.Extensions.Configuration;
using NodaTime;
using PowerMeter.Receiver.Dating;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Measurement;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Receiver.Dating;

public sealed class ClockTrustTests
{
    private static readonly Instant Built = Instant.FromUtc(2026, 1, 15, 0, 0);
    private static readonly Instant Now = Instant.FromUtc(2026, 3, 1, 12, 0);

    private readonly FakeKernelClock _kernel = new();
    private readonly ClockTrust _trust;

    public ClockTrustTests() => _trust = new ClockTrust(_kernel, ClockOptions.Default, Built);

    [Theory]
    [InlineData(2001)]
    [InlineData(2025)]
    [InlineData(2026)]
    public void A_synchronised_kernel_is_believed_whatever_else_holds(int year)
    {
        _kernel.Sync = ClockSync.Synchronised;
        _trust.Know(Now.ToUnixMicroseconds());
        Doubt(Instant.FromUtc(year, 1, 1, 0, 0), uptimeMinutes: 1).ShouldBeNull();
    }

    [Theory]
    [InlineData(ClockSync.Synchronised, 2100)]
    [InlineData(ClockSync.Unsynchronised, 2106)]
    [InlineData(ClockSync.Unknown, 2150)]
    public void A_clock_that_says_what_no_sample_can_have_is_never_believed(ClockSync sync, int year)
    {
        _kernel.Sync = sync;
        Doubt(Instant.FromUtc(year, 1, 1, 0, 0), uptimeMinutes: 10_000).ShouldBe(
            $"The clock says {year}-01-01 00:00 UTC, and samples are of 2000 to 2099: it must be set");
    }

    [Theory]
    [InlineData(1970, 60)]
    [InlineData(2000, 60)] // what was read an hour ago would be of 1999
    public void A_time_server_that_has_no_clock_either_is_not_believed(int year, int uptimeMinutes)
    {
        _kernel.Sync = ClockSync.Synchronised;
        Doubt(Instant.FromUtc(year, 1, 1, 0, 30), uptimeMinutes).ShouldBe(
            $"The clock says {year}-01-01 00:30 UTC, and this program was built on 2026-01-15: it must be set");
    }

    [Theory]
    [InlineData(ClockSync.Unsynchronised)]
    [InlineData(ClockSync.Unknown)]
    public void A_clock_before_the_day_of_the_build_is_never_believed(ClockSync sync)
    {
        _kernel.Sync = sync;
        Doubt(Built - Duration.FromSeconds(1), uptimeMinutes: 10_000).ShouldBe(
            "The clock says 2026-01-14 23:59 UTC, and this program was built on 2026-01-15: it must be set");
        Doubt(Built, uptimeMinutes: 10_001).ShouldBeNull();
    }

    [Theory]
    [InlineData(ClockSync.Unsynchronised, false, 9, false)]
    [InlineData(ClockSync.Unsynchronised, false, 10, true)]
    [InlineData(ClockSync.Unsynchronised, true, 9, true)]
    [InlineData(ClockSync.Unknown, false, 9, true)]
    [InlineData(ClockSync.Synchronised, false, 0, true)]
    public void After_a_start_without_a_clock_a_time_server_is_waited_for(ClockSync sync, bool runsWhileOff, int uptimeMinutes, bool believed)
    {
        _kernel.Sync = sync;
        _kernel.RunsWhileOff = runsWhileOff;
        var verdict = _trust.Judge(At(Now, uptimeMinutes));
        (verdict.Doubt is null).ShouldBe(believed);
        verdict.IsFault.ShouldBeFalse();
        if (!believed) verdict.Doubt.ShouldNotBeNull().ToString().ShouldEndWith("is believed 10 min after its start");
    }

    [Fact]
    public void A_clock_before_the_newest_sample_is_believed_when_it_has_passed_it()
    {
        _trust.Know(Now.ToUnixMicroseconds());
        var verdict = _trust.Judge(At(Now - Duration.FromMinutes(3), uptimeMinutes: 60));
        verdict.IsFault.ShouldBeTrue();
        verdict.Doubt.ShouldNotBeNull().ToString().ShouldBe(
            "The clock says 2026-03-01 11:57 UTC, which is before the newest sample (2026-03-01 12:00 UTC): it is believed when nobody sets it for 10 min");
        Doubt(Now - Duration.FromMinutes(1), uptimeMinutes: 62).ShouldBe(verdict.Doubt?.ToString());
        Doubt(Now, uptimeMinutes: 63).ShouldBeNull();
    }

    [Fact]
    public void A_clock_that_runs_undisturbed_is_believed_though_the_newest_sample_lies_far_ahead()
    {
        _trust.Know((Now + Duration.FromDays(1000)).ToUnixMicroseconds());
        Doubt(Now, uptimeMinutes: 60).ShouldNotBeNull();
        Doubt(Now + Duration.FromMinutes(9), uptimeMinutes: 69).ShouldNotBeNull();
        // Set again: it counts anew.
        Doubt(Now + Duration.FromMinutes(30), uptimeMinutes: 70).ShouldNotBeNull();
        Doubt(Now + Duration.FromMinutes(39), uptimeMinutes: 79).ShouldNotBeNull();
        Doubt(Now + Duration.FromMinutes(40), uptimeMinutes: 80).ShouldBeNull();
        // What is accepted now is the newest: the one that lies ahead is forgotten.
        _trust.Accept((Now + Duration.FromMinutes(40)).ToUnixMicroseconds(), At(Now + Duration.FromMinutes(40), 80));
        _trust.Newest.ShouldBe((Now + Duration.FromMinutes(40)).ToUnixMicroseconds());
        _trust.Know((Now + Duration.FromDays(1000)).ToUnixMicroseconds());
        Doubt(Now + Duration.FromMinutes(41), uptimeMinutes: 81).ShouldBeNull();
    }

    [Fact]
    public void A_step_is_seen_at_once_and_a_slew_is_none()
    {
        Doubt(Now, uptimeMinutes: 60).ShouldBeNull();
        _trust.Accept(Now.ToUnixMicroseconds(), At(Now, 60));
        var slewed = At(Now, 61) with { Wall = (Now + Duration.FromSeconds(60.05)).ToUnixMicroseconds() };
        _trust.Judge(slewed).Doubt.ShouldBeNull();
        _trust.SteadySince.ShouldBe(At(Now, 60).Uptime);
        _trust.Judge(slewed with { Wall = Now.ToUnixMicroseconds() - 1 }).Doubt.ShouldNotBeNull();
        _trust.SteadySince.ShouldBe(slewed.Uptime);
    }

    [Theory]
    [InlineData("-1s")]
    [InlineData("61m")]
    [InlineData("soon")]
    public void The_settling_time_is_0s_to_1h(string given)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Clock:Settle", given)]).Build();
        Should.Throw<SettingException>(() => ClockOptions.Read(configuration)).Message.ShouldStartWith($"Clock:Settle is '{given}'; allowed: a duration from 0ms to 1h");
    }

    [Fact]
    public void The_build_date_is_that_of_the_build() =>
        BuildDate.Value.ShouldBeInRange(Instant.FromUtc(2026, 1, 1, 0, 0), TimeProvider.System.GetCurrentInstant());

    private string? Doubt(Instant now, int uptimeMinutes) => _trust.Judge(At(now, uptimeMinutes)).Doubt?.ToString();

    private static ClockReading At(Instant wall, int uptimeMinutes) => new(wall.ToUnixMicroseconds(), uptimeMinutes * UnixMicroseconds.PerMinute);
}
