namespace PowerMeter.Receiver.Linux;

/// <summary>What this user may do with a file, without opening it: access(2).</summary>
public static class FileAccessCheck
{
    public static bool MayReadAndWrite(string path) => LibC.Access(path, LibC.MayRead | LibC.MayWrite) == 0;
}
