using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Web.OpenApi;

/// <summary>
/// The document before public tools: a validator, JSON Schema for every example and for what the calls really answer, and
/// a generator of clients. The tools and the script that uses them are in tests/openapi.
/// </summary>
public sealed class OpenApiExamplesTests(OpenApiFixture fixture) : IClassFixture<OpenApiFixture>
{
    private static readonly string Tools = Repository.File("tests/openapi");

    [Fact]
    public async Task It_is_valid_and_the_examples_do_what_it_says()
    {
        var answers = new List<RecordedAnswer>();
        using var client = await fixture.Site.CreateTokenClientAsync("admin");
        using var nobody = fixture.Site.CreateClientFrom("127.0.3.1");
        // Deleting comes last: the others look at what is there.
        foreach (var call in fixture.Calls.OrderBy(call => call.Method == "delete"))
        {
            foreach (var answer in await TryAsync(client, call))
            {
                (answer.Status is >= 200 and < 300 || Excused(call).Contains(answer.Status)).ShouldBeTrue($"{call.Name}: {answer.Status} {answer.Body}");
                if (call.Method == "get") answer.Status.ShouldBeLessThan(300, $"{call.Name}: {answer.Body}");
                answers.Add(answer);
            }

            answers.Add(await SendAsync(client, call, $"{call.Address()}{(call.Address().Contains('?', StringComparison.Ordinal) ? '&' : '?')}surplus=1"));
            answers[^1].Status.ShouldBe(400, call.Name);
            if (call.Description.GetProperty("security").GetArrayLength() == 0) continue;
            answers.Add(await SendAsync(nobody, call, call.Address()));
            answers[^1].Status.ShouldBe(401, call.Name);
            if (call.Method != "get" || !call.Path.Contains("{id}", StringComparison.Ordinal)) continue;
            answers.Add(await SendAsync(client, call, call.Address(number: "987654")));
            answers[^1].Status.ShouldBe(404, call.Name);
        }

        using var directory = new TemporaryDirectory();
        await File.WriteAllTextAsync(directory.File("document.json"), fixture.Text);
        await File.WriteAllTextAsync(directory.File("answers.json"), JsonSerializer.Serialize(answers, JsonSerializerOptions.Web));
        var report = await Shell.RunAsync("node", Path.Combine(Tools, "check.mjs"), directory.File("document.json"), directory.File("answers.json"));
        report.ShouldContain($" {answers.Count} of {answers.Count} answers were checked.");
    }

    [Fact]
    public async Task A_client_that_is_generated_of_it_compiles()
    {
        var types = Directory.CreateDirectory(Path.Combine(Tools, "obj"));
        using var directory = new TemporaryDirectory();
        await File.WriteAllTextAsync(directory.File("document.json"), fixture.Text);
        await Shell.RunAsync("node", Tool("openapi-typescript/bin/cli.js"), directory.File("document.json"), "--output", Path.Combine(types.FullName, "api.d.ts"));
        await Shell.RunAsync("node", Tool("typescript/bin/tsc"), "--project", Tools);
    }

    /// <summary>With what it must have, then also with each other parameter and header, and with each body.</summary>
    private static async Task<List<RecordedAnswer>> TryAsync(HttpClient client, ApiCall call)
    {
        var answers = new List<RecordedAnswer>();
        var bodies = call.Bodies.Select(body => ((string, string)?)body).DefaultIfEmpty(null).ToList();
        foreach (var body in bodies) answers.Add(await SendAsync(client, call, call.Address(), body));
        foreach (var parameter in call.QueryParameters) answers.Add(await SendAsync(client, call, call.Address(parameter), bodies[0]));
        foreach (var header in call.Headers) answers.Add(await SendAsync(client, call, call.Address(), bodies[0], header));
        return answers;
    }

    private static async Task<RecordedAnswer> SendAsync(HttpClient client, ApiCall call, string address, (string MediaType, string Text)? body = null, JsonElement? header = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Parse(call.Method), address);
        if (body is { } given) request.Content = new StringContent(given.Text, Encoding.UTF8, new MediaTypeHeaderValue(given.MediaType));
        if (header is { } named) request.Headers.Add(ApiCall.NameOf(named), named.GetProperty("example").GetString());
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var media = response.Content.Headers.ContentType?.MediaType ?? "";
        var text = media == "text/event-stream" ? await FirstEventAsync(response) : await response.Content.ReadAsStringAsync();
        return new RecordedAnswer(
            call.Method, call.Path, (int)response.StatusCode, media, media.EndsWith("json", StringComparison.Ordinal) ? JsonSerializer.Deserialize<JsonElement>(text) : text);
    }

    /// <summary>A stream of events has no end: one looks at its first event and leaves.</summary>
    private static async Task<string> FirstEventAsync(HttpResponseMessage response)
    {
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        var text = new StringBuilder();
        while (!text.ToString().Contains("\ndata: ", StringComparison.Ordinal)) text.Append(await lines.ReadLineAsync()).Append('\n');
        text.ToString().ShouldStartWith("retry: 3000\n\nevent: ");
        JsonSerializer.Deserialize<JsonElement>(text.ToString().Split("data: ")[1]).ValueKind.ShouldBe(JsonValueKind.Object);
        return text.ToString();
    }

    /// <summary>What else a call may answer here: nothing drives the sensor, and nobody offers a list where the example says.</summary>
    private static int[] Excused(ApiCall call) => call.Path switch
    {
        "/api/v1/sensors/{id}/switch" or "/api/v1/sensors/{id}/reset_timer" => [(int)HttpStatusCode.Conflict],
        // It may come before the correction that it undoes.
        "/api/v1/sensors/{id}/corrections/{correction}/undo" => [(int)HttpStatusCode.NotFound],
        "/api/v1/providers" when call.Method == "put" => [(int)HttpStatusCode.BadGateway],
        _ => [],
    };

    private static string Tool(string path) => Path.Combine(Tools, "node_modules", path);

    /// <summary>What a call of the document answered; the body as JSON or as text.</summary>
    private sealed record RecordedAnswer(string Method, string Path, int Status, string Media, object Body);
}
