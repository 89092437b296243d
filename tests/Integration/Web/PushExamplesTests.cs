using System.Globalization;
using System.Text.RegularExpressions;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Web;

/// <summary>The examples of docs/push.md that are marked as sh run as they stand there.</summary>
public sealed partial class PushExamplesTests(WebSiteFixture fixture) : IClassFixture<WebSiteFixture>
{
    [Fact]
    public async Task The_examples_for_curl_work()
    {
        var examples = Example().Matches(await File.ReadAllTextAsync(Repository.File("docs/push.md"))).Select(match => match.Groups[1].Value).ToList();
        examples.Count.ShouldBeGreaterThanOrEqualTo(6);
        var sensor = await fixture.Database.AddSensorAsync("example", 10);
        var token = await fixture.Database.AddTokenAsync("example", "write", WebSite.UserName);
        using var directory = new TemporaryDirectory();
        foreach (var example in examples)
        {
            var script = Path.Combine(directory.Path, "example.sh");
            await File.WriteAllTextAsync(script, $"""
                set -eu
                cd '{directory.Path}'
                POWERMETER={fixture.Site.Address.GetLeftPart(UriPartial.Authority)}
                SENSOR={sensor.ToString(CultureInfo.InvariantCulture)}
                TOKEN={token}
                {example}
                """);
            var answer = await Shell.RunAsync("/bin/sh", script);
            answer.ShouldMatch("\"accepted\":[1-9]|\"state\":\"running\"|\"data\":true", example);
        }

        // The one of now, two, three of the file, and the predecessor's, which has a time of its own.
        (await fixture.Database.Owner.ScalarAsync<long>("select count(*) from measures where sensor_id = $1", sensor)).ShouldBe(6);
    }

    [GeneratedRegex("^```sh\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Example();
}
