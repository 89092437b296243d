using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PowerMeter.Tests.Integration.Web;

/// <summary>A small HTTP server on this machine that answers each path as it is told, byte by byte.</summary>
internal sealed class ListServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, byte[]> _answers = new();
    private readonly ConcurrentDictionary<string, byte[]> _beginnings = new();
    private readonly ConcurrentQueue<string> _asked = new();
    private readonly ConcurrentBag<Task> _calls = [];
    private readonly Task _accepting;

    public ListServer()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The paths that were asked for so far.</summary>
    public IReadOnlyCollection<string> Asked => _asked;

    public string UrlOf(string path) => $"http://127.0.0.1:{Port}{path}";

    /// <summary>Any other path gets no answer, and its connection stays open.</summary>
    public ListServer Answer(string path, string body, string status = "200 OK", string headers = "")
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        _answers[path] = [.. Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nConnection: close\r\n{headers}\r\n"), .. bytes];
        return this;
    }

    /// <summary>Sends this and then no more, without closing the connection.</summary>
    public ListServer AnswerAndWait(string path, string beginning)
    {
        _beginnings[path] = Encoding.ASCII.GetBytes(beginning);
        return this;
    }

    public ListServer Redirect(string path, string to, string status = "302 Found") => Answer(path, "", status, $"Location: {to}\r\nContent-Length: 0\r\n");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_calls);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _calls.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException && _stop.IsCancellationRequested)
        {
            // It was stopped, perhaps between two callers.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var _ = client;
        try
        {
            using var reader = new StreamReader(client.GetStream(), Encoding.ASCII, leaveOpen: true);
            var path = (await reader.ReadLineAsync(_stop.Token))!.Split(' ')[1];
            while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 })
            {
            }

            if (_beginnings.TryGetValue(path, out var beginning)) await client.GetStream().WriteAsync(beginning, _stop.Token);
            _asked.Enqueue(path);
            if (_answers.TryGetValue(path, out var answer)) await client.GetStream().WriteAsync(answer, _stop.Token);
            else await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, _stop.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The client had enough, or the test has.
        }
    }
}
