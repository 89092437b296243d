using PowerMeter.Receiver.Dating;

namespace PowerMeter.Tests.TestKit;

/// <summary>A kernel whose word on its clock the test gives. At first: a Raspberry Pi that no time server has answered.</summary>
public sealed class FakeKernelClock : IKernelClock
{
    public string BootId { get; set; } = "b0070001-0000-4000-8000-000000000001";

    public bool RunsWhileOff { get; set; }

    public ClockSync Sync { get; set; } = ClockSync.Unsynchronised;

    public ClockSync ReadSync() => Sync;
}
