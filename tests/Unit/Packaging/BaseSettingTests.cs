using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Packaging;

public sealed class BaseSettingTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("Web", "Port", "8081")]
    [InlineData("Database", "Port", "5433")]
    [InlineData("Database", "Host", "db.example.org")]
    [InlineData("Web", "Address", "default")]
    [InlineData("Spool", "Directory", "default")]
    public async Task A_script_finds_the_setting_of_its_own_section(string section, string key, string expected)
    {
        await File.WriteAllTextAsync(_file, """
            {
              // "Web": { "Port": 1 } is a comment
              "Database": { "Host": "db.example.org",
                            "Port": 5433 }, // and "Port": 2 too
              "web": { "port": 8081, "Hosts": "power.example.org" }
            }
            """, TestContext.Current.CancellationToken);
        (await ReadAsync(section, key)).ShouldBe(expected);
    }

    [Fact]
    public async Task The_settings_that_the_package_brings_are_understood()
    {
        File.Copy(Repository.File("system/debian/powermeter.json"), _file, overwrite: true);
        (await ReadAsync("Database", "Host")).ShouldBe("127.0.0.1");
        (await ReadAsync("Web", "Port")).ShouldBe("8080");
    }

    private Task<string> ReadAsync(string section, string key) => Shell.RunAsync(
        "/bin/bash", "-c", "set -euo pipefail; source \"$1\"; base_setting \"$2\" \"$3\" default \"$4\"",
        "bash", Repository.File("system/launcher/base-settings.sh"), section, key, _file);
}
