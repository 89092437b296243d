using System.Runtime.InteropServices;

namespace PowerMeter.Processor.W3bstream.Identity;

/// <summary>What the kernel knows of a name in a directory, without following a link. See statx(2).</summary>
/// <param name="Mode">The rights alone, such as 0600.</param>
/// <param name="Inode">With the device, size and time of the last change (of contents, rights or owner) a mark of this very version.</param>
internal readonly record struct FileFacts(FileKind Kind, int Mode, uint Owner, ulong Inode, ulong Device, ulong Size, long ChangeSeconds, uint ChangeNanoseconds)
{
    private const int AtCurrentDirectory = -100;
    private const int NoFollow = 0x100;
    private const uint BasicFields = 0x7FF;
    private const int ENOENT = 2;
    private const int KindBits = 0xF000;
    private const int ModeBits = 0xFFF;

    /// <returns>Null when there is nothing of the name.</returns>
    /// <exception cref="IOException">The way to it is closed, or the disk fails.</exception>
    public static FileFacts? Of(string path)
    {
        if (LibC.Stat(AtCurrentDirectory, path, NoFollow, BasicFields, out var facts) < 0)
        {
            var error = Marshal.GetLastPInvokeError();
            return error == ENOENT ? null : throw new IOException($"{path}: {Marshal.GetPInvokeErrorMessage(error)}.");
        }

        return new FileFacts(
            (FileKind)(facts.Mode & KindBits), facts.Mode & ModeBits, facts.Owner, facts.Inode, ((ulong)facts.DeviceMajor << 32) | facts.DeviceMinor,
            facts.Size, facts.ChangeSeconds, facts.ChangeNanoseconds);
    }

    /// <summary>The mode as chmod takes it, such as 0644.</summary>
    public string ModeText => "0" + Convert.ToString(Mode, 8).PadLeft(3, '0');
}
