using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Packaging;

public sealed class ScriptTests
{
    [Fact]
    public async Task Shellcheck_has_nothing_to_say_of_the_launcher_and_of_the_package()
    {
        string[] scripts =
        [
            Repository.File("powermeter"), Repository.File("system/private-cluster"), Repository.File("system/avahi/announce"),
            Repository.File("system/port80/redirect"), Repository.File("system/debian/run"), Repository.File("system/debian/upgraded-cluster"),
            .. Directory.GetFiles(Repository.File("system/launcher"), "*.sh", SearchOption.AllDirectories),
            .. Directory.GetFiles(Repository.File("system/debian"), "*.sh"),
        ];
        scripts.Length.ShouldBeGreaterThan(40);
        (await Shell.RunAsync("shellcheck", ["--external-sources", "--source-path", Repository.Root, .. scripts])).ShouldBeEmpty();
    }

    [Fact]
    public void Every_file_that_a_script_of_the_launcher_sources_is_there()
    {
        foreach (var script in Directory.GetFiles(Repository.File("system/launcher"), "*.sh", SearchOption.AllDirectories))
            foreach (var line in File.ReadLines(script).Where(line => line.TrimStart().StartsWith("source \"$launcher/", StringComparison.Ordinal)))
            {
                var name = line.Trim()["source \"$launcher/".Length..].TrimEnd('"');
                foreach (var place in (string[])["demo", "installed"])
                    File.Exists(Repository.File($"system/launcher/{name.Replace("$place_name", place, StringComparison.Ordinal)}")).ShouldBeTrue($"{script}: {line}");
            }
    }
}
