namespace PowerMeter.Receiver.Dating;

/// <summary>What the kernel knows of the machine's clock.</summary>
public interface IKernelClock
{
    /// <summary>Tells one start of the machine from another; empty when that is not known.</summary>
    string BootId { get; }

    /// <summary>Whether a clock runs on while the machine is off.</summary>
    bool RunsWhileOff { get; }

    ClockSync ReadSync();
}
