using System.Net;
using System.Text;
using System.Text.Json;
using Shouldly;

namespace PowerMeter.Tests.Integration.Web;

/// <summary>Short ways to call /api/v1 and to look at what it answers.</summary>
internal static class ApiCalls
{
    public static async Task<JsonElement> PostAsync(
        this HttpClient client, string path, string body, HttpStatusCode expected = HttpStatusCode.OK, string type = "application/json")
    {
        using var content = new StringContent(body, Encoding.UTF8, type);
        using var response = await client.PostAsync(new Uri(path, UriKind.Relative), content);
        return await ReadAsync(response, expected);
    }

    public static async Task<JsonElement> GetJsonAsync(this HttpClient client, string path, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative));
        return await ReadAsync(response, expected);
    }

    /// <summary>The body, whose status is the expected one; an error is a problem.</summary>
    public static async Task<JsonElement> ReadAsync(HttpResponseMessage response, HttpStatusCode expected)
    {
        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(expected, text);
        var isV1 = response.RequestMessage!.RequestUri!.AbsolutePath.StartsWith("/api/v1", StringComparison.Ordinal);
        response.Content.Headers.ContentType!.MediaType.ShouldBe(isV1 && (int)expected >= 400 ? "application/problem+json" : "application/json");
        using var json = JsonDocument.Parse(text);
        var answer = json.RootElement.Clone();
        if (!isV1 || (int)expected < 400) return answer;
        answer.GetProperty("status").GetInt32().ShouldBe((int)expected);
        answer.GetProperty("title").GetString().ShouldNotBeNullOrEmpty();
        answer.GetProperty("detail").GetString().ShouldNotBeNullOrEmpty();
        return answer;
    }

    public static string Detail(this JsonElement problem) => problem.GetProperty("detail").GetString()!;

    public static int Number(this JsonElement answer, string name) => answer.GetProperty(name).GetInt32();
}
