using System.Globalization;
using System.Text.RegularExpressions;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;
using TaggedSample = PowerMeter.Tests.TestKit.ReferenceIntegral.TaggedSample;

namespace PowerMeter.Tests.Integration.Web;

/// <summary>The examples of docs/compatible-api.md that are marked as sh run as they stand there.</summary>
public sealed partial class CompatibleExamplesTests(WebSiteFixture fixture) : IClassFixture<WebSiteFixture>
{
    private const long Start = 1_790_028_000;

    [Fact]
    public async Task The_examples_for_curl_work()
    {
        var examples = Example().Matches(await File.ReadAllTextAsync(Repository.File("docs/compatible-api.md"))).Select(match => match.Groups[1].Value).ToList();
        examples.Count.ShouldBe(5);
        var sensor = await fixture.Database.AddSensorAsync("example", 10);
        await fixture.Database.InsertMeasuresAsync(sensor, [.. Enumerable.Range(0, 200).Select(n => new TaggedSample(Start + 10 * n, 100, false))]);
        await fixture.DrainAsync();
        var token = await fixture.Database.AddTokenAsync("example", "write", WebSite.UserName);
        using var directory = new TemporaryDirectory();
        var answers = new List<string>();
        foreach (var example in examples)
        {
            var script = Path.Combine(directory.Path, "example.sh");
            await File.WriteAllTextAsync(script, $"""
                set -eu
                cd '{directory.Path}'
                POWERMETER={fixture.Site.Address.GetLeftPart(UriPartial.Authority)}
                SENSOR={sensor.ToString(CultureInfo.InvariantCulture)}
                LOGIN={WebSite.UserName}
                PASSWORD='{WebSite.Password}'
                TOKEN={token}
                {example}
                """);
            answers.Add(await Shell.RunAsync("/bin/sh", script));
        }

        answers[0].ShouldContain("\"name\":\"example\"");
        answers[1].ShouldContain($"\"timestamp\":{Start + 1990}");
        answers[2].ShouldMatch("""\{"data":\d+\.""");
        answers[3].Split("value").Length.ShouldBe(1 + 1 + 10);
        answers[4].ShouldBe("""{"data":true}{"data":1}""");
    }

    [GeneratedRegex("^```sh\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Example();
}
