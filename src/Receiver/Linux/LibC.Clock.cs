using System.Runtime.InteropServices;

namespace PowerMeter.Receiver.Linux;

internal static unsafe partial class LibC
{
    /// <summary>uapi/linux/timex.h: the clock is not synchronised.</summary>
    public const int ClockIsUnsynchronised = 5;

    /// <summary>
    /// Room for struct timex of any architecture: 208 bytes on 64 bits and with a 64-bit time_t, 128 on old 32 bits. On all
    /// of them the first 32 bits are <c>modes</c> (uapi/linux/timex.h), and 0 there means: set nothing.
    /// </summary>
    public const int TimexRoom = 512;

    /// <returns>The clock's state: 0 to 4 when it is synchronised; −1 with errno when it is not told. See adjtimex(2).</returns>
    [LibraryImport("libc", EntryPoint = "adjtimex", SetLastError = true)]
    public static partial int AdjustTime(byte* timex);
}
