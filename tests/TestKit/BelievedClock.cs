using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using PowerMeter.Receiver.Dating;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Tests.TestKit;

/// <summary>A clock that a time server keeps right: readings get their dates at once.</summary>
public static class BelievedClock
{
    public static SampleDating Dating(TimeProvider time) => new(
        new ClockTrust(new FakeKernelClock { Sync = ClockSync.Synchronised }, ClockOptions.Default, Instant.MinValue),
        new HeldReadings(), new ClockDoubt(), time, NullLogger<SampleDating>.Instance);
}
