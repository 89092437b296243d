namespace PowerMeter.Tests.Unit.Receiver;

/// <summary>A file on a disk that has room for so many bytes; a write that does not fit is written in part, as the kernel does.</summary>
internal sealed class FullDisk(string path)
    : FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0)
{
    private const int NoSpaceLeft = 28;

    public long Room { get; set; } = long.MaxValue;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        var fits = (int)Math.Min(buffer.Length, Room);
        base.Write(buffer[..fits]);
        Room -= fits;
        if (fits < buffer.Length) throw new IOException("No space left on device", NoSpaceLeft);
    }
}
