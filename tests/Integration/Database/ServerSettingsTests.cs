using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Database;

/// <summary>system/postgresql/powermeter.conf, which every base station's server takes, is understood and taken by this one.</summary>
public sealed class ServerSettingsTests
{
    [Fact]
    public async Task Every_line_of_the_settings_is_understood()
    {
        var asked = await LinesAsync();
        await using var postgres = PostgresServer.Shared.Connect("postgres", "postgres");
        var read = (await postgres.QueryAsync(
            "select name, setting, coalesce(error, '') from pg_file_settings where sourcefile like '%/powermeter.conf'",
            row => (Name: row.GetString(0), Value: row.GetString(1), Error: row.GetString(2)))).ToList();
        read.Where(line => line.Error.Length > 0).ShouldBeEmpty();
        asked.Except(read.Select(line => (line.Name, line.Value))).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_committed_as_durable_stays_so()
    {
        string[] promises = ["fsync", "full_page_writes", "synchronous_commit"];
        (await LinesAsync()).Select(line => line.Name).Intersect(promises).ShouldBeEmpty();
    }

    private static async Task<List<(string Name, string Value)>> LinesAsync()
    {
        var lines = await File.ReadAllLinesAsync(Repository.File("system/postgresql/powermeter.conf"));
        return [.. lines.Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split(" = ", 2)).Select(parts => (parts[0], parts[1]))];
    }
}
