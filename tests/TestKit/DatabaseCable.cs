using System.Net;
using System.Net.Sockets;

namespace PowerMeter.Tests.TestKit;

/// <summary>The network between one program and a database server, which can be cut and mended; the server notices nothing else.</summary>
public sealed class DatabaseCable : IAsyncDisposable
{
    private readonly PostgresServer _server;
    private readonly CancellationTokenSource _end = new();
    private readonly List<TcpClient> _open = [];
    private TcpListener _listener = new(IPAddress.Loopback, 0);
    private Task _accepting;

    public DatabaseCable(PostgresServer server)
    {
        _server = server;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync(_listener);
    }

    /// <summary>On 127.0.0.1: what the program is told instead of the server's.</summary>
    public int Port { get; }

    /// <summary>Every connection ends, and none can be made.</summary>
    public async Task CutAsync()
    {
        _listener.Stop();
        await _accepting;
        lock (_open)
        {
            foreach (var client in _open) client.Dispose();
            _open.Clear();
        }
    }

    public void Mend()
    {
        _listener = new TcpListener(IPAddress.Loopback, Port);
        _listener.Start();
        _accepting = AcceptAsync(_listener);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await CutAsync();
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                var near = await listener.AcceptTcpClientAsync(_end.Token);
                var far = new TcpClient();
                lock (_open) _open.AddRange([near, far]);
                _ = JoinAsync(near, far);
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Cut.
        }
    }

    private async Task JoinAsync(TcpClient near, TcpClient far)
    {
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, _server.Port, _end.Token);
            var (left, right) = (near.GetStream(), far.GetStream());
            await Task.WhenAny(left.CopyToAsync(right, _end.Token), right.CopyToAsync(left, _end.Token));
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // Cut.
        }

        near.Dispose();
        far.Dispose();
    }
}
