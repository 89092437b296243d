namespace PowerMeter.Receiver.Drivers.CitizenWatt;

/// <summary>One output of the computer. Low when it is made.</summary>
public interface IGpioLine : IDisposable
{
    /// <exception cref="Linux.KernelException">It cannot be set.</exception>
    void Write(bool high);
}
