using System.Text;
using Microsoft.Playwright;

namespace PowerMeter.Tests.Browser;

/// <summary>A server whose words over Blazor's connection do not arrive from when it was told something until it is let go.</summary>
/// <param name="lastHeard">The message of the page after which nothing arrives, such as <c>StartCircuit</c>.</param>
internal sealed class HeldServer(string lastHeard) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Queue<Action> _held = new();
    private readonly byte[] _lastHeard = Encoding.UTF8.GetBytes(lastHeard);
    private bool _isLetGo;

    public bool IsHeld { get; private set; }

    /// <summary>For <see cref="IPage.RouteWebSocketAsync(string, Action{IWebSocketRoute})"/>.</summary>
    public void Connect(IWebSocketRoute page)
    {
        var server = page.ConnectToServer();
        page.OnMessage(message =>
        {
            lock (_lock) IsHeld |= message.Binary.AsSpan().IndexOf(_lastHeard) >= 0;
            Pass(message, server);
        });
        server.OnMessage(message =>
        {
            lock (_lock)
            {
                if (IsHeld && !_isLetGo) _held.Enqueue(() => Pass(message, page));
                else Pass(message, page);
            }
        });
    }

    public void LetGo()
    {
        lock (_lock)
        {
            _isLetGo = true;
            while (_held.TryDequeue(out var send)) send();
        }
    }

    public void Dispose() => LetGo();

    private static void Pass(IWebSocketFrame message, IWebSocketRoute to)
    {
        if (message.Binary is { } binary) to.Send(binary);
        else to.Send(message.Text ?? "");
    }
}
