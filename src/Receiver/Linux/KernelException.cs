using System.Runtime.InteropServices;

namespace PowerMeter.Receiver.Linux;

/// <summary>The kernel refused a call.</summary>
public sealed class KernelException : Exception
{
    public KernelException()
    {
    }

    public KernelException(string message)
        : base(message)
    {
    }

    public KernelException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <param name="what">The call and what it was for.</param>
    /// <param name="errno">See errno(3).</param>
    public KernelException(string what, int errno)
        : base($"{what}: {Marshal.GetPInvokeErrorMessage(errno)}") => Errno = errno;

    /// <summary>See errno(3).</summary>
    public int Errno { get; }
}
