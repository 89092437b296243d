using System.Text.RegularExpressions;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Package;

public sealed class PackageTests(PackageFixture package) : IClassFixture<PackageFixture>
{
    private static readonly string[] Programs = ["Receiver", "Processor", "Web"];

    [Theory]
    [InlineData("usr/lib/powermeter/Receiver/PowerMeter.Receiver.dll", "-rw-r--r--")]
    [InlineData("usr/lib/powermeter/Processor/PowerMeter.Processor.dll", "-rw-r--r--")]
    [InlineData("usr/lib/powermeter/Web/PowerMeter.Web.dll", "-rw-r--r--")]
    [InlineData("usr/lib/powermeter/Web/wwwroot/lib/chart.umd.min.js", "-rw-r--r--")]
    [InlineData("usr/lib/powermeter/run", "-rwxr-xr-x")]
    [InlineData("usr/lib/powermeter/powermeter", "-rwxr-xr-x")]
    [InlineData("usr/bin/powermeter", "lrwxrwxrwx")]
    [InlineData("usr/lib/powermeter/db/create-database.sql", "-rw-r--r--")]
    [InlineData("usr/lib/powermeter/system/supervisor/powermeter.conf", "-rw-r--r--")]
    [InlineData("usr/lib/powermeter/system/postgresql/powermeter.conf", "-rw-r--r--")]
    [InlineData("usr/lib/powermeter/system/systemd/backoff.conf", "-rw-r--r--")]
    [InlineData("etc/postgresql-common/pg_upgradecluster.d/powermeter", "-rwxr-xr-x")]
    [InlineData("usr/lib/udev/rules.d/70-powermeter.rules", "-rw-r--r--")]
    [InlineData("usr/share/man/man1/powermeter.1.gz", "-rw-r--r--")]
    [InlineData("usr/share/doc/powermeter/copyright", "-rw-r--r--")]
    [InlineData("usr/share/doc/powermeter/docs/install.md", "-rw-r--r--")]
    [InlineData("etc/powermeter/powermeter.json", "-rw-r--r--")]
    public async Task A_file_is_where_it_belongs_and_root_s(string path, string mode)
    {
        var contents = await Shell.RunAsync("dpkg-deb", "--contents", package.File);
        contents.Split('\n').ShouldContain(line => line.StartsWith(mode + " root/root ", StringComparison.Ordinal) && Regex.IsMatch(line, $@" \./{Regex.Escape(path)}( ->|$)"));
    }

    [Fact]
    public async Task Its_settings_are_conffiles_and_its_dependencies_are_named()
    {
        File.ReadAllLines(Path.Combine(package.Unpacked, "DEBIAN/conffiles")).ShouldBe(["/etc/logrotate.d/powermeter", "/etc/postgresql-common/pg_upgradecluster.d/powermeter", "/etc/powermeter/powermeter.json"]);
        var depends = await Shell.RunAsync("dpkg-deb", "--field", package.File, "Depends");
        foreach (var name in (string[])["adduser", "postgresql (>= 15)", "supervisor", "tzdata", "libssl3 ", "libicu72 "])
            depends.ShouldContain(name);
        (await Shell.RunAsync("dpkg-deb", "--field", package.File, "Architecture")).Trim().ShouldBe("all");
        (await Shell.RunAsync("dpkg-deb", "--field", package.File, "Version")).Trim().ShouldBe("0.1.0");
    }

    [Fact]
    public async Task It_tells_nothing_of_the_machine_it_was_built_on_and_holds_no_secret()
    {
        // grep ends with 1 when it finds nothing, and prints the names of the files in which it does.
        (await Shell.RunAsync("/bin/sh", "-c", "grep -r -l -a -F -e \"$1\" \"$2\" || true", "sh", Repository.Root, package.Unpacked)).ShouldBeEmpty();
        Directory.GetFiles(package.Unpacked, "*", SearchOption.AllDirectories)
            .ShouldNotContain(file => file.EndsWith(".pgpass", StringComparison.Ordinal) || file.EndsWith(".pem", StringComparison.Ordinal) || file.EndsWith(".key", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Its_scripts_are_whole_and_shellcheck_has_nothing_to_say_of_them()
    {
        string[] scripts = [.. new[] { "preinst", "postinst", "prerm", "postrm" }.Select(name => Path.Combine(package.Unpacked, "DEBIAN", name))];
        foreach (var script in scripts)
        {
            (File.GetUnixFileMode(script) & UnixFileMode.OtherExecute).ShouldBe(UnixFileMode.OtherExecute);
            Placeholder.IsMatch(await File.ReadAllTextAsync(script, TestContext.Current.CancellationToken)).ShouldBeFalse(script);
        }

        (await Shell.RunAsync("shellcheck", ["--severity", "warning", .. scripts])).ShouldBeEmpty();
        Placeholder.IsMatch(await File.ReadAllTextAsync(Path.Combine(package.Unpacked, "DEBIAN/control"), TestContext.Current.CancellationToken)).ShouldBeFalse();
    }

    [Fact]
    public void Supervisor_finds_the_three_programs_in_the_order_of_their_start()
    {
        var lines = File.ReadAllLines(Path.Combine(package.Unpacked, "usr/lib/powermeter/system/supervisor/powermeter.conf"));
        lines.Where(line => line.StartsWith('[')).ShouldBe(["[program:receive]", "[program:process]", "[program:visu]"]);
        lines.Where(line => line.StartsWith("priority=", StringComparison.Ordinal)).ShouldBe(["priority=100", "priority=200", "priority=300"]);
        lines.Count(line => line == "user=powermeter").ShouldBe(3);
        lines.ShouldNotContain(line => line.Contains('@', StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_command_in_it_knows_what_an_installed_base_station_can_do()
    {
        var help = await Shell.RunAsync(Path.Combine(package.Unpacked, "usr/bin/powermeter"), "help");
        foreach (var command in (string[])["status", "start|stop|restart", "logs", "setup", "sensor", "backup", "restore", "verify", "service", "psql", "port80"]) help.ShouldContain($"  powermeter {command} ");
        foreach (var command in (string[])["demo", "bench", "fuzz", "package", "test"]) help.ShouldNotContain($"powermeter {command} ");
        help.ShouldNotContain("./powermeter");
        foreach (var command in (string[])["demo", "test", "package"])
        {
            var refused = await Should.ThrowAsync<InvalidOperationException>(() => Shell.RunAsync(Path.Combine(package.Unpacked, "usr/bin/powermeter"), command));
            refused.Message.ShouldContain($"There is no command '{command}'");
        }
    }

    [Fact]
    public async Task Its_programs_take_the_name_of_the_command_for_no_setting()
    {
        var refused = await Should.ThrowAsync<InvalidOperationException>(() => Shell.RunAsync(
            "env", "POWERMETER_COMMAND=powermeter", "POWERMETER_Toaster__Slots=2", "dotnet", Path.Combine(package.Unpacked, "usr/lib/powermeter/Receiver/PowerMeter.Receiver.dll"), "--list-sensors"));
        refused.Message.ShouldContain("Toaster is not a section of the settings");
    }

    [Fact]
    public void Every_file_that_its_command_sources_is_in_it()
    {
        var launcher = Path.Combine(package.Unpacked, "usr/lib/powermeter/system/launcher");
        foreach (var script in Directory.GetFiles(launcher, "*.sh", SearchOption.AllDirectories))
            foreach (Match match in Sourced.Matches(File.ReadAllText(script)))
            {
                // 'probe' builds the Receiver in the repository only.
                if (match.Groups[1].Value is not "build.sh")
                    File.Exists(Path.Combine(launcher, match.Groups[1].Value.Replace("$place_name", "installed", StringComparison.Ordinal))).ShouldBeTrue($"{script}: {match.Value}");
            }
    }

    [Fact]
    public void The_programs_are_portable_and_complete()
    {
        foreach (var name in Programs)
        {
            var folder = Path.Combine(package.Unpacked, "usr/lib/powermeter", name);
            File.Exists(Path.Combine(folder, $"PowerMeter.{name}.runtimeconfig.json")).ShouldBeTrue();
            File.Exists(Path.Combine(folder, $"PowerMeter.{name}.deps.json")).ShouldBeTrue();
            File.Exists(Path.Combine(folder, $"PowerMeter.{name}")).ShouldBeFalse("a program of one processor's");
            Directory.Exists(Path.Combine(folder, "runtimes")).ShouldBeFalse();
        }
    }

    [Theory]
    [InlineData("1.0-1")]
    [InlineData("v1")]
    [InlineData("1")]
    [InlineData("1.0 0")]
    [InlineData("1:2.0")]
    public async Task A_version_that_is_none_is_refused_before_anything_is_built(string version)
    {
        var refused = await Should.ThrowAsync<InvalidOperationException>(() => Shell.RunAsync(Repository.File("powermeter"), "package", "--version", version));
        refused.Message.ShouldContain($"--version is '{version}'; allowed: ");
    }

    [Fact]
    public async Task A_processor_that_NET_does_not_know_is_refused()
    {
        var refused = await Should.ThrowAsync<InvalidOperationException>(() => Shell.RunAsync(Repository.File("powermeter"), "package", "--runtime", "linux-armv6"));
        refused.Message.ShouldContain("--runtime is 'linux-armv6'; allowed: linux-arm64, linux-arm and linux-x64.");
    }

    private static Regex Placeholder => new("@[A-Z_]+@|# include: ", RegexOptions.None, TimeSpan.FromSeconds(5));

    private static Regex Sourced => new("^ *source \"\\$launcher/([^\"]+)\"", RegexOptions.Multiline, TimeSpan.FromSeconds(5));
}
