using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Packaging;

/// <summary>The search for a runtime, in made-up roots: PATH and DOTNET_ROOT are those of a machine without one.</summary>
public sealed class DotnetRuntimeTests : IDisposable
{
    private const string Core = "Microsoft.NETCore.App";
    private const string Asp = "Microsoft.AspNetCore.App";

    private const UnixFileMode ForAll = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private readonly string _root = Directory.CreateTempSubdirectory("powermeter-root").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("/usr/share/dotnet")]
    [InlineData("/usr/lib/dotnet")]
    [InlineData("/usr/local/share/dotnet")]
    [InlineData("/opt/dotnet")]
    public async Task A_runtime_in_a_usual_place_is_found(string place)
    {
        Install(place, (Core, "10.0.2"), (Asp, "10.0.2"));
        (await FindAsync()).ShouldBe(_root + place);
    }

    [Fact]
    public async Task The_place_that_the_installer_wrote_down_is_looked_at_first()
    {
        Install("/usr/share/dotnet", (Core, "10.0.2"), (Asp, "10.0.2"));
        Install("/data/net", (Core, "10.0.3"), (Asp, "10.0.3"));
        Write("/etc/dotnet/install_location", "/data/net\n");
        (await FindAsync()).ShouldBe(_root + "/data/net");
    }

    [Fact]
    public async Task A_runtime_that_lacks_a_part_is_passed_over_for_a_whole_one()
    {
        Install("/usr/share/dotnet", (Core, "10.0.2"));
        Install("/usr/lib/dotnet", (Core, "9.0.9"), (Asp, "9.0.9"));
        Install("/opt/dotnet", (Core, "10.0.0"), (Asp, "10.0.0"));
        (await FindAsync()).ShouldBe(_root + "/opt/dotnet");
    }

    [Fact]
    public async Task The_message_says_of_each_place_what_is_missing_there_and_what_to_do()
    {
        Install("/usr/share/dotnet", (Core, "10.0.2"));
        Install("/usr/lib/dotnet", (Core, "9.0.9"), (Asp, "9.0.9"));
        Directory.CreateDirectory(_root + "/opt/dotnet");
        await Should.ThrowAsync<InvalidOperationException>(FindAsync);
        var said = await RunAsync("explain_missing_dotnet");
        said.ShouldContain($"{_root}/usr/share/dotnet: {Asp} 10 is missing\n");
        said.ShouldContain($"{_root}/usr/lib/dotnet: {Core} 10 is missing\n");
        said.ShouldContain($"{_root}/opt/dotnet: there is no program 'dotnet'\n");
        said.ShouldContain("dotnet-install.sh --channel 10.0 --runtime aspnetcore --install-dir /usr/share/dotnet");
    }

    [Fact]
    public async Task A_runtime_that_only_its_owner_may_read_will_not_do()
    {
        Install("/opt/dotnet", (Core, "10.0.2"), (Asp, "10.0.2"));
        File.SetUnixFileMode(_root + "/opt", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        (await RunAsync("explain_missing_dotnet")).ShouldContain($"{_root}/opt/dotnet: not everybody may read it");
        await Should.ThrowAsync<InvalidOperationException>(FindAsync);
    }

    private async Task<string> FindAsync() => (await RunAsync("find_dotnet")).TrimEnd('\n');

    private Task<string> RunAsync(string function) => Shell.RunAsync(
        "env", "-i", "PATH=/nowhere", "/bin/bash", "-c",
        "PATH=/usr/bin:/bin; type() { false; }; source \"$1\"; \"$2\" \"$3\"", "bash", Repository.File("system/launcher/dotnet-runtime.sh"), function, _root);

    private void Install(string place, params (string Framework, string Version)[] frameworks)
    {
        Write($"{place}/dotnet", "");
        foreach (var (framework, version) in frameworks) Write($"{place}/shared/{framework}/{version}/{framework}.deps.json", "{}");
    }

    private void Write(string path, string text)
    {
        var file = _root + path;
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        // Whatever the umask of who runs the tests.
        for (var at = file; at != _root; at = Path.GetDirectoryName(at)!) File.SetUnixFileMode(at, ForAll);
    }
}
