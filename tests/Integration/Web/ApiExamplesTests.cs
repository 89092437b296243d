using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Web;

/// <summary>
/// The examples of docs/api.md that are marked as sh run as they stand there, and answer what stands below them: the same
/// properties, and those values that are the same on every site.
/// </summary>
public sealed partial class ApiExamplesTests(WebSiteFixture fixture) : IClassFixture<WebSiteFixture>
{
    [Fact]
    public async Task The_examples_work_and_answer_what_the_page_says()
    {
        var page = await File.ReadAllTextAsync(Repository.File("docs/api.md"));
        var examples = Example().Matches(page).Select(match => (Command: match.Groups[1].Value, Answer: match.Groups[2].Value)).ToList();
        examples.Count.ShouldBeGreaterThanOrEqualTo(8);
        examples.Count(example => example.Answer.Length > 0).ShouldBeGreaterThanOrEqualTo(4);
        var sensor = await fixture.Database.AddSensorAsync("Kitchen", 8);
        var token = await fixture.Database.AddTokenAsync("example", "write", WebSite.UserName);
        using var directory = new TemporaryDirectory();
        foreach (var (command, expected) in examples)
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
            if (expected.Length > 0) ShapeOf(answer).ShouldBe(ShapeOf(expected), command);
            else if (!command.Contains("--etag", StringComparison.Ordinal)) JsonSerializer.Deserialize<JsonElement>(answer).TryGetProperty("status", out _).ShouldBeFalse(answer);
        }

        (await File.ReadAllTextAsync(Path.Combine(directory.Path, "v1.json"))).ShouldStartWith("{");
        File.Exists(Path.Combine(directory.Path, "none.json")).ShouldBeFalse("nothing is sent that has not changed");
        (await fixture.Database.Owner.ScalarAsync<long>("select count(*) from measures where sensor_id = $1", sensor)).ShouldBe(2);
    }

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

    [GeneratedRegex("^```sh\n(.*?)^```(?:\n\nanswers[^\n]*\n\n```json\n(.*?)^```)?", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Example();
}
