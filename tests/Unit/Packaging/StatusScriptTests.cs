using PowerMeter.Shared.Database;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Packaging;

/// <summary>What 'powermeter status' says of a process that does not run.</summary>
public sealed class StatusScriptTests
{
    private const string Processes = "receiver 12 RUNNING 100\nprocessor 13 RUNNING 100\nweb - BACKOFF -\npostgresql 14 RUNNING 100";

    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(99_999)]
    public async Task A_process_that_ended_because_of_the_schema_has_its_reason(int? version)
    {
        var misfit = new SchemaFinding(version, null).Misfit(23)!;
        (await SayAsync($"starts\nfail: {misfit}\n", Processes)).ShouldBe($"\nweb does not run: {misfit}\n");
        // What runs has none, whatever it said before.
        (await SayAsync($"fail: {misfit}\n", Processes.Replace("web - BACKOFF -", "web 15 RUNNING 100", StringComparison.Ordinal))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_end_is_none_of_the_schema()
    {
        (await SayAsync("stopped\n", Processes)).ShouldBeEmpty();
        (await SayAsync(null, Processes)).ShouldBeEmpty();
    }

    private static async Task<string> SayAsync(string? log, string processes)
    {
        using var data = new TemporaryDirectory();
        Directory.CreateDirectory(Path.Combine(data.Path, "log"));
        if (log is not null) await File.WriteAllTextAsync(Path.Combine(data.Path, "log", "web.log"), log);
        const string Script = """
            set -euo pipefail
            root=$1 data=$2 processes=$3 me=powermeter place_name=demo launcher=$1/system/launcher
            source "$launcher/status.sh"
            print_schema_misfit
            """;
        return await Shell.RunAsync("bash", ["-c", Script, "bash", Repository.Root, data.Path, processes]);
    }
}
