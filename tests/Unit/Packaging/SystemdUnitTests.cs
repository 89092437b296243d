using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Packaging;

/// <summary>systemd's own judgement of the units, in a root that holds them and what they name.</summary>
public sealed class SystemdUnitTests : IDisposable
{
    private static readonly string[] Services = ["powermeter-receiver.service", "powermeter-processor.service", "powermeter-web.service"];

    private readonly TemporaryDirectory _root = new();

    public SystemdUnitTests()
    {
        foreach (var unit in Directory.GetFiles(Repository.File("system/systemd"), "powermeter*")) Put(Path.GetFileName(unit), File.ReadAllText(unit));
        foreach (var target in new[] { "sysinit", "basic", "shutdown", "multi-user", "network", "time-sync" })
            Put($"{target}.target", $"[Unit]\nDescription={target}\n");
        Put("postgresql.service", "[Service]\nExecStart=/usr/lib/powermeter/run\n");
        var run = Make("usr/lib/powermeter/run");
        File.WriteAllText(run, "#!/bin/sh\n");
        File.SetUnixFileMode(run, File.GetUnixFileMode(run) | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
    }

    public void Dispose() => _root.Dispose();

    [Fact]
    public async Task Systemd_finds_no_fault_in_them() =>
        (await Shell.RunAsync("systemd-analyze", ["verify", $"--root={_root.Path}", "powermeter.target", .. Services])).ShouldBeEmpty();

    [Fact]
    public async Task A_misspelt_setting_would_be_found()
    {
        Put("powermeter-web.service", File.ReadAllText(Repository.File("system/systemd/powermeter-web.service")).Replace("ProtectHome", "ProtectHouse", StringComparison.Ordinal));
        (await Shell.RunAsync("systemd-analyze", "verify", $"--root={_root.Path}", "powermeter-web.service")).ShouldContain("ProtectHouse");
    }

    /// <summary>Of 10, which is no protection at all; systemd calls up to 2.5 well closed for a service that has the network.</summary>
    [Theory]
    [InlineData("receiver", 25)]
    [InlineData("processor", 20)]
    [InlineData("web", 20)]
    public async Task They_are_closed_well(string name, int mostTenths) =>
        (await Shell.RunAsync("systemd-analyze", "security", "--offline=true", $"--root={_root.Path}", $"--threshold={mostTenths}", $"powermeter-{name}.service"))
            .ShouldContain("Overall exposure level");

    [Fact]
    public void Only_the_receiver_reaches_devices_and_bluetooth()
    {
        Read("receiver").ShouldContain("AF_BLUETOOTH");
        foreach (var name in new[] { "processor", "web" }) Read(name).ShouldNotContain("AF_BLUETOOTH");
        Read("processor").Split('\n').Where(line => line.StartsWith("DeviceAllow=", StringComparison.Ordinal)).ShouldBe(["DeviceAllow=char-fb rw"]);
        Read("web").Split('\n').ShouldContain("PrivateDevices=yes");
    }

    [Theory]
    [InlineData("receiver")]
    [InlineData("processor")]
    [InlineData("web")]
    public void Each_sees_no_password_but_its_own(string name)
    {
        var closed = Read(name).Split('\n').Where(line => line.StartsWith("InaccessiblePaths=", StringComparison.Ordinal)).ToList();
        foreach (var role in new[] { "owner", "receiver", "processor", "web" })
            closed.Any(line => line.Contains($"powermeter_{role}.pgpass", StringComparison.Ordinal)).ShouldBe(role != name);
    }

    private static string Read(string name) => File.ReadAllText(Repository.File($"system/systemd/powermeter-{name}.service"));

    private void Put(string unit, string text) => File.WriteAllText(Make($"lib/systemd/system/{unit}"), text);

    private string Make(string path)
    {
        var full = _root.File(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        return full;
    }
}
