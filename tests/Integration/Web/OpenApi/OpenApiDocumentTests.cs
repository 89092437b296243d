using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Web.OpenApi;

/// <summary>What the OpenAPI document says of every call, and how it is served.</summary>
public sealed class OpenApiDocumentTests(OpenApiFixture fixture) : IClassFixture<OpenApiFixture>
{
    [Fact]
    public void Every_call_that_is_mapped_is_in_it()
    {
        fixture.Calls.Count.ShouldBeGreaterThanOrEqualTo(6);
        // Web compares the two whenever it makes the document.
        fixture.Site.Process.Output.ShouldNotContain("The OpenAPI document lacks");
    }

    [Fact]
    public async Task It_names_nothing_that_is_not_there()
    {
        using var client = await fixture.Site.CreateTokenClientAsync("read");
        foreach (var call in fixture.Calls)
        {
            call.Path.ShouldStartWith("/api/v1/");
            using var request = new HttpRequestMessage(HttpMethod.Patch, call.Address());
            using var response = await client.SendAsync(request);
            response.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed, call.Name);
            response.Content.Headers.Allow.ShouldContain(call.Method.ToUpperInvariant(), call.Name);
        }
    }

    [Fact]
    public void Every_call_says_what_it_does_with_an_example_of_all_it_takes_and_gives()
    {
        var missing = new List<string>();
        foreach (var call in fixture.Calls)
        {
            if (!Says(call.Description, "summary")) missing.Add($"{call.Name}: no summary (WithSummary)");
            var description = Says(call.Description, "description") ? call.Description.GetProperty("description").GetString()! : "";
            if (description.Length == 0 || description.StartsWith("Needs the scope", StringComparison.Ordinal)) missing.Add($"{call.Name}: no description (WithDescription)");
            missing.AddRange(call.Parameters.Where(parameter => !Says(parameter, "description")).Select(parameter => $"{call.Name}: no description of {ApiCall.NameOf(parameter)}"));
            missing.AddRange(call.Parameters.Where(parameter => !parameter.TryGetProperty("example", out _)).Select(parameter => $"{call.Name}: no example of {ApiCall.NameOf(parameter)}"));
            missing.AddRange(MissingOfAnswers(call));
        }

        missing.ShouldBeEmpty();
    }

    [Fact]
    public void Every_property_says_what_it_is()
    {
        var missing = from schema in fixture.Document.GetProperty("components").GetProperty("schemas").EnumerateObject()
                      from property in schema.Value.TryGetProperty("properties", out var properties) ? properties.EnumerateObject() : default
                      where !Says(property.Value, "description")
                      select $"{schema.Name}.{property.Name}: no description (a doc comment)";
        missing.ShouldBeEmpty();
    }

    [Fact]
    public void Names_of_calls_are_unique_and_resources_are_described()
    {
        var ids = fixture.Calls.Select(call => call.Description.GetProperty("operationId").GetString()!).ToList();
        ids.ShouldBeUnique();
        ids.ShouldContain("getSensorStatus");
        var described = fixture.Document.GetProperty("tags").EnumerateArray().Select(tag => tag.GetProperty("name").GetString()).ToList();
        foreach (var call in fixture.Calls)
            call.Description.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()).ShouldBeSubsetOf(described, call.Name);
    }

    [Fact]
    public async Task The_page_for_scripts_lists_them_all_with_their_scopes()
    {
        var page = await File.ReadAllTextAsync(Repository.File("docs/api.md"));
        var calls = fixture.Calls.Select(call => $"| `{call.Method.ToUpperInvariant()} {call.Path}` | {call.Description.GetProperty("security")[0].GetProperty("token")[0].GetString()} |").ToList();
        page.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => string.Join('|', line.Split('|')[..3]) + "|").ShouldBe(calls, ignoreOrder: true);
    }

    [Fact]
    public void Headers_are_described_where_a_call_has_them()
    {
        var contracts = fixture.Calls.Single(call => call.Path == "/api/v1/contracts" && call.Method == "put");
        contracts.Parameters.Single(parameter => parameter.GetProperty("in").GetString() == "header").GetProperty("name").GetString().ShouldBe("If-Match");
        HeadersOf(contracts, "202").ShouldBe(["ETag", "Location"]);
        foreach (var call in fixture.Calls.Where(call => call.Responses.Any(response => response.Name == "304")))
        {
            call.Parameters.ShouldContain(parameter => ApiCall.NameOf(parameter) == "If-None-Match", call.Name);
            HeadersOf(call, "200").ShouldBe(["ETag"], call.Name);
        }

        var live = fixture.Calls.Single(call => call.Path == "/api/v1/live");
        live.Parameters.ShouldContain(parameter => ApiCall.NameOf(parameter) == "Last-Event-ID");
        HeadersOf(live, "503").ShouldBe(["Retry-After"]);
        var health = fixture.Calls.Single(call => call.Path == "/api/v1/health").Responses.Single(response => response.Name == "503").Value.GetProperty("content");
        health.EnumerateObject().Select(content => content.Name).ShouldBe(["application/json", "application/problem+json"], ignoreOrder: true);
    }

    [Fact]
    public void What_needs_a_scope_says_which()
    {
        var push = fixture.Calls.Single(call => call.Path == "/api/v1/sensors/{id}/samples" && call.Method == "post").Description;
        push.GetProperty("description").GetString()!.ShouldContain("Needs the scope `write`");
        var security = push.GetProperty("security").EnumerateArray().ToList();
        security[0].GetProperty("token").EnumerateArray().Single().GetString().ShouldBe("write");
        security[1].GetProperty("session").EnumerateArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Everybody_may_read_it_and_it_is_sent_again_only_when_it_has_changed()
    {
        using var client = fixture.Site.CreateClient();
        var address = new Uri(OpenApiFixture.Path, UriKind.Relative);
        using var first = await client.GetAsync(address);
        first.StatusCode.ShouldBe(HttpStatusCode.OK);
        first.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        first.Headers.CacheControl!.NoCache.ShouldBeTrue();
        var tag = first.Headers.ETag.ShouldNotBeNull();
        using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { IfNoneMatch = { tag } } };
        using var second = await client.SendAsync(request);
        second.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        using var other = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { IfNoneMatch = { new EntityTagHeaderValue("\"another\"") } } };
        using var third = await client.SendAsync(other);
        (await third.Content.ReadAsStringAsync()).ShouldBe(fixture.Text);
    }

    private static IEnumerable<string> HeadersOf(ApiCall call, string status) =>
        call.Responses.Single(response => response.Name == status).Value.GetProperty("headers").EnumerateObject().Select(header => header.Name).Order();

    private static IEnumerable<string> MissingOfAnswers(ApiCall call)
    {
        var good = call.Responses.Where(response => response.Name[0] == '2').ToList();
        if (good.Count == 0) yield return $"{call.Name}: no answer when all is well (Produces)";
        foreach (var response in good.Where(response => response.Name != "204"))
        {
            if (!response.Value.TryGetProperty("content", out var content)) yield return $"{call.Name}, {response.Name}: no content (Produces<T>)";
            else foreach (var media in content.EnumerateObject().Where(media => !media.Value.TryGetProperty("example", out _)))
                yield return $"{call.Name}, {response.Name}: no example of {media.Name} (WithExample)";
        }

        if (call.Method is "post" or "put" && !call.Bodies.Any() && call.Responses.Any(response => response.Name == "415"))
            yield return $"{call.Name}: no example of its body (WithBody)";
    }

    private static bool Says(JsonElement element, string name) => element.TryGetProperty(name, out var text) && !string.IsNullOrWhiteSpace(text.GetString());
}
