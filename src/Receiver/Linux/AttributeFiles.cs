using System.Runtime.InteropServices;
using System.Text;
using PowerMeter.Receiver.Drivers.Ina219;

namespace PowerMeter.Receiver.Linux;

/// <summary>The files of sysfs: each is read and written in one piece, opened anew each time (kernel, Documentation/filesystems/sysfs.rst).</summary>
public sealed unsafe class AttributeFiles : IAttributeFiles
{
    /// <summary>Bytes of the longest value that is read; sysfs has at most a page, and a number is short.</summary>
    private const int MaxLength = 256;

    public string Read(string path)
    {
        var descriptor = Open(path, LibC.ReadOnly);
        try
        {
            var buffer = stackalloc byte[MaxLength];
            var count = LibC.Read(descriptor, buffer, MaxLength);
            if (count < 0) throw Failed($"read {path}");
            return Encoding.UTF8.GetString(new ReadOnlySpan<byte>(buffer, (int)count).TrimEnd("\n"u8));
        }
        finally
        {
            _ = LibC.Close(descriptor);
        }
    }

    public void Write(string path, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var descriptor = Open(path, LibC.WriteOnly | LibC.Truncate);
        try
        {
            nint count;
            fixed (byte* start = bytes) count = LibC.WriteAttribute(descriptor, start, (nuint)bytes.Length);
            if (count < 0) throw Failed($"write {path}");
        }
        finally
        {
            _ = LibC.Close(descriptor);
        }
    }

    private static int Open(string path, int flags)
    {
        var descriptor = LibC.Open(path, flags | LibC.CloseOnExec);
        return descriptor < 0 ? throw Failed($"open {path}") : descriptor;
    }

    private static KernelException Failed(string what) => new(what, Marshal.GetLastPInvokeError());
}
