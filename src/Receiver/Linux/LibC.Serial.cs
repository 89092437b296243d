namespace PowerMeter.Receiver.Linux;

internal static unsafe partial class LibC
{
    // asm-generic/errno-base.h; the same on x64, arm64 and arm.
    public const int EPERM = 1;
    public const int EISDIR = 21;

    // asm-generic/termbits-common.h, HUPCL: closing drops DTR.
    public const uint HangUpOnClose = 0x400;
}
