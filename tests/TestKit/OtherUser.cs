using System.Runtime.InteropServices;

namespace PowerMeter.Tests.TestKit;

/// <summary>Lets the kernel refuse files to a test that runs as root, too: setfsuid(2) changes the rights of one thread.</summary>
public static class OtherUser
{
    private const uint Nobody = 65534;

    /// <summary>Runs on this thread, with nobody's rights to files if it has root's.</summary>
    public static T Run<T>(Func<T> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        var before = SetFileSystemUser(Nobody);
        try
        {
            return action();
        }
        finally
        {
            _ = SetFileSystemUser(before);
        }
    }

    [DllImport("libc", EntryPoint = "setfsuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint SetFileSystemUser(uint user);
}
