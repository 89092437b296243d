using System.Net;
using System.Text;
using System.Text.Json;
using PowerMeter.Tests.W3bstreamNode.Hosting;

namespace PowerMeter.Tests.Integration.W3bstreamNode;

/// <summary>What a sender says to the node, and hears.</summary>
internal static class NodeCalls
{
    public const string Token = "a publisher's token";

    public static readonly HttpClient Http = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    public static Task<HttpResponseMessage> PostAsync(this RunningNode node, string message, Guid? eventId = null, string? token = Token) =>
        node.PostAsync(message, $"?eventType=DATA&eventID={eventId ?? Guid.NewGuid()}&timestamp=1795255540841", token);

    public static Task<HttpResponseMessage> PostAsync(this RunningNode node, string message, string query, string? token = Token)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, node.PublishUrl + query) { Content = Json(message) };
        if (token is not null) request.Headers.Authorization = new("Bearer", token);
        return Http.SendAsync(request);
    }

    public static Task<HttpResponseMessage> PostTaskAsync(this RunningNode node, string message) => Http.PostAsync(new Uri(node.Url, "/v1/task"), Json(message));

    public static async Task<JsonElement> GetJsonAsync(this RunningNode node, string path) =>
        JsonElement.Parse(await Http.GetStringAsync(new Uri(node.Url, path)));

    /// <summary>The code of the only applet's result: 0, or below when it failed.</summary>
    public static async Task<int> CodeAsync(this Task<HttpResponseMessage> answer) =>
        (await answer.JsonAsync(HttpStatusCode.Created)).GetProperty("results")[0].GetProperty("code").GetInt32();

    /// <exception cref="InvalidOperationException">The answer has another status.</exception>
    public static async Task<JsonElement> JsonAsync(this Task<HttpResponseMessage> answer, HttpStatusCode status)
    {
        using var response = await answer;
        var body = await response.Content.ReadAsStringAsync();
        return response.StatusCode == status
            ? JsonElement.Parse(body)
            : throw new InvalidOperationException($"The answer's status is {(int)response.StatusCode}, and not {(int)status}: {body}");
    }

    public static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
