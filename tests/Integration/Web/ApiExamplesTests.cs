using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;
using TaggedSample = PowerMeter.Tests.TestKit.ReferenceIntegral.TaggedSample;

namespace PowerMeter.Tests.Integration.Web;

/// <summary>
/// The examples of docs/api.md that are marked as sh run as they stand there, and answer what stands below them: the same
/// properties, and those values that are the same on every site; CSV is the same to the cell.
/// </summary>
public sealed partial class ApiExamplesTests(WebSiteFixture fixture) : IClassFixture<WebSiteFixture>
{
    /// <summary>2026-02-27 at 00:00 in Paris.</summary>
    private const long Begin = 1772146800;
    private const int PeriodSeconds = 8;
    private const int Samples = 2 * 24 * 3600 / PeriodSeconds + 1;

    [Fact]
    public async Task The_examples_work_and_answer_what_the_page_says()
    {
        var page = await File.ReadAllTextAsync(Repository.File("docs/api.md"));
        var examples = Example().Matches(page).Select(match => (Command: match.Groups[1].Value, Kind: match.Groups[2].Value, Answer: match.Groups[3].Value)).ToList();
        examples.Count.ShouldBeGreaterThanOrEqualTo(18);
        examples.Count(example => example.Answer.Length > 0).ShouldBeGreaterThanOrEqualTo(11);
        var sensor = await fixture.Database.AddSensorAsync("Kitchen", PeriodSeconds);
        await fixture.Database.InsertMeasuresAsync(sensor, [.. Enumerable.Range(0, Samples).Select(i => new TaggedSample(Begin + i * PeriodSeconds, 250, IsNight(i)))]);
        await fixture.DrainAsync();
        var token = await fixture.Database.AddTokenAsync("example", "admin", WebSite.UserName);
        using var directory = new TemporaryDirectory();
        foreach (var (command, kind, expected) in examples)
        {
            var script = Path.Combine(directory.Path, "example.sh");
            await File.WriteAllTextAsync(script, $"""
                set -eu
                cd '{directory.Path}'
                POWERMETER={fixture.Site.Address.GetLeftPart(UriPartial.Authority)}
                SENSOR={sensor.ToString(CultureInfo.InvariantCulture)}
                TOKEN={token}
                {command}
                """);
            var answer = await Shell.RunAsync("/bin/bash", script);
            answer.ShouldNotBeNullOrWhiteSpace(command);
            if (kind == "csv") CellsOf(answer).ShouldBe(CellsOf(expected), command);
            else if (kind == "text") ShapeOfEvents(answer, 2).ShouldBe(ShapeOfEvents(expected, 2), command);
            else if (expected.Length > 0) ShapeOf(answer).ShouldBe(ShapeOf(expected), command);
            else if (command.Contains("--etag-compare", StringComparison.Ordinal)) answer.ShouldEndWith("304\n", customMessage: command);
            else JsonSerializer.Deserialize<JsonElement>(answer).TryGetProperty("status", out _).ShouldBeFalse(answer);
        }

        (await File.ReadAllTextAsync(Path.Combine(directory.Path, "v1.json"))).ShouldStartWith("{");
        File.Exists(Path.Combine(directory.Path, "none.json")).ShouldBeFalse("nothing is sent that has not changed");
        (await fixture.Database.Owner.ScalarAsync<long>("select count(*) from measures where sensor_id = $1", sensor)).ShouldBe(Samples + 2);
    }

    /// <summary>Off-peak from 22:30 to 06:30.</summary>
    private static bool IsNight(int sample) => sample * PeriodSeconds % 86_400 is < 23_400 or >= 81_000;

    /// <summary>Each cell of each line; a number to nine digits.</summary>
    private static IEnumerable<string> CellsOf(string csv) => csv.Trim().Split('\n', ',').Select(cell =>
        double.TryParse(cell, CultureInfo.InvariantCulture, out var number) ? number.ToString("G9", CultureInfo.InvariantCulture) : cell);

    /// <summary>The first events of a stream, with the shape of their data.</summary>
    private static string ShapeOfEvents(string stream, int events) => string.Join("\n\n", stream.Trim().Split("\n\n").Take(events).Select(text => string.Join(
        '\n', text.Split('\n').Select(line => line.StartsWith("data: ", StringComparison.Ordinal) ? ShapeOf(line[6..]) : line))));

    /// <summary>The properties, each with its kind of value, and an error's own words.</summary>
    private static string ShapeOf(string json) => ShapeOf(JsonSerializer.Deserialize<JsonElement>(json));

    private static string ShapeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => $"{{{string.Join(',', value.EnumerateObject().Select(field => $"{field.Name}:{(field.Name == "detail" ? field.Value.GetString() : ShapeOf(field.Value))}"))}}}",
        JsonValueKind.Array => $"[{string.Join(',', value.EnumerateArray().Select(ShapeOf).Distinct())}]",
        JsonValueKind.True or JsonValueKind.False => "truth",
        // A state may be null.
        JsonValueKind.Null or JsonValueKind.String => "text",
        _ => "number",
    };

    [GeneratedRegex("^```sh\n(.*?)^```(?:\n\nanswers[^\n]*\n\n```(json|csv|text)\n(.*?)^```)?", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Example();
}
