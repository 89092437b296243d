namespace PowerMeter.Tests.TestKit;

/// <summary>A directory that is gone after the test.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    // Others may enter it: the PostgreSQL server of a test that runs as root runs as another user.
    private const UnixFileMode Mode = (UnixFileMode)0b111_101_101;

    public TemporaryDirectory()
    {
        if (!OperatingSystem.IsWindows()) System.IO.File.SetUnixFileMode(Path, Mode);
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("powermeter-test-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
