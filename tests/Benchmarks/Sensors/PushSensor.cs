using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using PowerMeter.Receiver.Drivers;
using PowerMeter.Tests.TestKit;

namespace PowerMeter.Benchmarks.Sensors;

/// <summary>A script that posts powers that count up; with bad bodies, a wrong token, cut requests or the Web process killed now and then.</summary>
internal sealed class PushSensor(WebSite site) : ISimulatedSensor
{
    private const string Wrong = "77777";

    private static readonly string[] Bodies =
        [$$"""{"watts":"{{Wrong}}W"}""", $$"""{"watts":{{Wrong}},"time":"yesterday"}""", "[", $$"""{"watts":1e999,"volts":{{Wrong}}}""", $$"""[{"watts":{{Wrong}}},{"watts":null}]"""];

    private readonly List<double> _good = new(20_000);
    private HttpClient _client = null!;

    public string Name => "push";

    public TimeSpan Period => TimeSpan.FromSeconds(10);

    public int FaultKinds => 4;

    public int Id { get; set; }

    private Uri Samples => new($"api/v1/sensors/{Id}/samples", UriKind.Relative);

    public ISensorDriver? CreateDriver(TimeProvider time) => null;

    public async Task MeasureAsync(FaultPlan plan, Func<long> accepted, TimeProvider time, CancellationToken cancel)
    {
        _client = await site.CreateTokenClientAsync("write");
        while (!cancel.IsCancellationRequested)
        {
            var watts = (_good.Count + 1) / 10.0;
            await PostUntilTakenAsync(string.Create(CultureInfo.InvariantCulture, $$"""{"time":{{time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0:F3}},"watts":{{watts:F1}}}"""));
            _good.Add(watts);
            await Pause.ForAsync(Period, time, cancel);
            if (plan.IsDue(out var kind, out _)) await HaveFaultAsync(kind);
        }
    }

    public SoakVerdict Judge(IReadOnlyList<double> stored) => SoakVerdict.Compare(_good, stored);

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>As a careful script does: again while the server is away, which never makes two of one.</summary>
    private async Task PostUntilTakenAsync(string body)
    {
        for (var taken = false; !taken;)
        {
            try
            {
                taken = await PostAsync(_client, body) == HttpStatusCode.OK;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            }
        }
    }

    private async Task<HttpStatusCode> PostAsync(HttpClient client, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(Samples, content);
        return response.StatusCode;
    }

    private async Task HaveFaultAsync(int kind)
    {
        switch (kind)
        {
            case 0:
                foreach (var body in Bodies) await RefusedAsync(_client, body, HttpStatusCode.BadRequest);
                break;
            case 1:
                using (var stranger = site.CreateClient())
                {
                    stranger.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "pm_wrong");
                    await RefusedAsync(stranger, $$"""{"watts":{{Wrong}}}""", HttpStatusCode.Unauthorized);
                }

                break;
            case 2:
                await CutAsync();
                break;
            default:
                await site.Process.KillAsync();
                await site.RestartAsync();
                break;
        }
    }

    private async Task RefusedAsync(HttpClient client, string body, HttpStatusCode expected)
    {
        if (await PostAsync(client, body) is var status && status != expected)
            throw new InvalidOperationException($"{body} was answered with {(int)status} and not with {(int)expected}.");
    }

    /// <summary>A body that is announced longer than it is, and a connection that then ends.</summary>
    private async Task CutAsync()
    {
        using var socket = new System.Net.Sockets.TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, site.Port);
        var authorization = _client.DefaultRequestHeaders.Authorization;
        var body = $$"""[{"watts":{{Wrong}}},""";
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /{Samples} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: {authorization}\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{body}"));
    }
}
