using PowerMeter.Tests.TestKit;
using Xunit;

namespace PowerMeter.Tests.Integration.Package;

/// <summary>The Debian package of the programs as they were built beside the tests, and what is in it.</summary>
public sealed class PackageFixture : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("powermeter-package").FullName;

    public string File => Directory.GetFiles(_directory, "*.deb").Single();

    /// <summary>The directory into which it was unpacked, with DEBIAN in it.</summary>
    public string Unpacked => Path.Combine(_directory, "unpacked");

    public async ValueTask InitializeAsync()
    {
        await Shell.RunAsync(Repository.File("powermeter"), "package", "--built", "--out", _directory);
        await Shell.RunAsync("dpkg-deb", "--raw-extract", File, Unpacked);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_directory, recursive: true);
        return ValueTask.CompletedTask;
    }
}
