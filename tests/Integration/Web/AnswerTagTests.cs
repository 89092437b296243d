using System.Net;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Web;

/// <summary>Entity tags: an answer that did not change is not sent again, and every cause of a change is seen.</summary>
public sealed class AnswerTagTests(ReadingSite site) : IClassFixture<ReadingSite>
{
    private const long Start = ReadingSite.Start;

    private static string Span => $"from={Start}&to={Start + 3600}";

    private async Task<HttpResponseMessage> SendAsync(string path, params string[] known)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1{path}");
        if (known.Length > 0) request.Headers.TryAddWithoutValidation("If-None-Match", string.Join(", ", known));
        return await site.Reader.SendAsync(request);
    }

    private async Task<string> TagAsync(string path)
    {
        using var response = await SendAsync(path);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Headers.CacheControl!.ToString().ShouldBe("no-cache, private");
        response.Headers.ETag!.IsWeak.ShouldBeTrue();
        return response.Headers.ETag.ToString();
    }

    [Theory]
    [InlineData("energy?bucket=quarter&")]
    [InlineData("power?")]
    public async Task What_did_not_change_is_not_sent_again(string resource)
    {
        var sensor = await site.AddSensorAsync(ReadingSite.Kilowatt(Start, Start + 3600));
        var path = $"/sensors/{sensor}/{resource}{Span}";
        var tag = await TagAsync(path);
        foreach (var known in (string[][])[[tag], ["\"other\"", tag], [tag[2..]], ["*"]])
        {
            using var same = await SendAsync(path, known);
            same.StatusCode.ShouldBe(HttpStatusCode.NotModified);
            (await same.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
            same.Headers.ETag!.ToString().ShouldBe(tag);
            same.Headers.CacheControl!.ToString().ShouldBe("no-cache, private");
        }

        using var other = await SendAsync(path, "\"other\"", "nonsense");
        other.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var stranger = site.Site.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1{path}") { Headers = { { "If-None-Match", tag } } };
        using var refused = await stranger.SendAsync(request);
        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Whatever_changes_an_answer_changes_its_tag()
    {
        var sensor = await site.AddSensorAsync(ReadingSite.Kilowatt(Start, Start + 3600));
        var path = $"/sensors/{sensor}/energy?bucket=quarter&{Span}";
        var tags = new List<string> { await TagAsync(path) };
        async Task ChangesAsync(string cause, Func<Task> change, bool isSeenLater = false)
        {
            await change();
            await site.DrainAsync();
            if (isSeenLater) await Eventually.BecomesTrueAsync(cause, async () => await TagAsync(path) != tags[^1]);
            var tag = await TagAsync(path);
            tags.ShouldNotContain(tag, cause);
            tags.Add(tag);
        }

        await ChangesAsync("a late sample", () => site.Database.InsertMeasuresAsync(sensor, [new(Start + 605, 5000, false)]));
        await ChangesAsync("a deletion", () => site.Database.DeleteMeasuresAsync(sensor, [Start + 1200]));
        await ChangesAsync("a re-tagging", () => site.Database.Owner.ExecuteAsync("update measures set night_rate = not night_rate where sensor_id = $1", sensor));
        await ChangesAsync("a gap rule", async () =>
        {
            await site.Database.DeleteMeasuresAsync(sensor, [Start + 2000]);
            await site.Database.Owner.ExecuteAsync("update sensors set max_gap_override_s = 15 where id = $1", sensor);
        });
        await ChangesAsync("a contract", () => site.Database.AddContractAsync(new DateOnly(2026, 9, 1), 0.99m, 0.88m), isSeenLater: true);
        await ChangesAsync("a contract that is taken back", () => site.Database.Owner.ExecuteAsync("update contracts set day_price_per_kwh = 0.5 where valid_from = '2026-09-01'"), isSeenLater: true);
    }

    [Fact]
    public async Task What_waits_for_the_roll_ups_has_another_tag_when_it_is_there()
    {
        var sensor = await site.AddSensorAsync(ReadingSite.Kilowatt(Start, Start + 1800));
        var path = $"/sensors/{sensor}/energy?{Span}";
        var before = await TagAsync(path);
        await site.Database.InsertMeasuresAsync(sensor, ReadingSite.Kilowatt(Start + 1810, Start + 3600));
        var waiting = await TagAsync(path);
        await site.DrainAsync();
        (await TagAsync(path)).ShouldNotBeOneOf(before, waiting);
    }

    [Fact]
    public async Task The_summary_has_a_tag_of_its_own()
    {
        var sensor = await site.AddSensorAsync([]);
        var tag = await TagAsync($"/summary?sensor={sensor}");
        await site.Database.InsertMeasuresAsync(sensor, [new(Start, 5, false)]);
        (await TagAsync($"/summary?sensor={sensor}")).ShouldNotBe(tag);
    }

    [Fact]
    public async Task What_is_streamed_and_what_is_wrong_has_none()
    {
        var sensor = await site.AddSensorAsync(ReadingSite.Kilowatt(Start, Start + 60));
        foreach (var path in (string[])[$"/sensors/{sensor}/samples", $"/sensors/{sensor}/samples?format=csv", $"/sensors/{sensor}/energy?format=csv"])
        {
            using var response = await SendAsync(path, "*");
            (response.StatusCode, response.Headers.ETag).ShouldBe((HttpStatusCode.OK, null));
            response.Headers.CacheControl!.ToString().ShouldBe("no-cache, private");
        }

        using var wrong = await SendAsync($"/sensors/{sensor}/energy?bucket=x", "*");
        (wrong.StatusCode, wrong.Headers.ETag, wrong.Headers.CacheControl!.NoStore).ShouldBe((HttpStatusCode.BadRequest, null, true));
    }
}
