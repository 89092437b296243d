using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net.Sockets;
using PowerMeter.Receiver.Linux;

namespace PowerMeter.Tests.TestKit;

/// <summary>
/// A Low Energy device that speaks ATT over SOCK_SEQPACKET sockets of AF_UNIX, with the services of an AWOX SmartPlug;
/// what it does with what is written to fff3 is <see cref="PlugModel"/>'s. It knows nothing of the client's code: its
/// packets are made here, byte by byte.
/// </summary>
public sealed class AttPeer : IAsyncDisposable
{
    public const ushort CommandHandle = 0x0013;
    public const ushort AnswerHandle = 0x0016;
    public const ushort ConfigurationHandle = 0x0017;

    private readonly TemporaryDirectory _directory = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Socket> _sockets = [];
    private readonly Socket _listening = NewSocket();
    private readonly Task _accepting;
    private volatile Socket? _connection;
    private int _connections;

    public AttPeer()
    {
        _listening.Bind(new UnixDomainSocketEndPoint(Path));
        _listening.Listen();
        _accepting = AcceptAsync();
    }

    /// <summary>Declaration handle, properties, value handle and short UUID of each characteristic of service fff0, handles 0x0010 to 0x001F.</summary>
    public List<(ushort Declaration, byte Properties, ushort Handle, ushort Uuid)> Characteristics { get; } =
        [(0x0011, 0x02, 0x0012, 0xFFF1), (0x0012, 0x08, CommandHandle, 0xFFF3), (0x0015, 0x10, AnswerHandle, 0xFFF4), (0x0018, 0x02, 0x0019, 0xFFF6)];

    /// <summary>Error codes by the opcode of the request that is refused.</summary>
    public ConcurrentDictionary<byte, byte> Refusals { get; } = new();

    /// <summary>Sent first, to whoever connects.</summary>
    public ConcurrentQueue<byte[]> Greetings { get; } = new();

    /// <summary>Every packet that came.</summary>
    public ConcurrentQueue<byte[]> Received { get; } = new();

    public PlugModel Plug { get; } = new();

    /// <summary>Whether there is a service fff0.</summary>
    public bool IsPlug { get; set; } = true;

    /// <summary>Whether requests are answered at all.</summary>
    public bool IsMute { get; set; }

    public int Connections => Volatile.Read(ref _connections);

    private string Path => _directory.File("att");

    /// <summary>Connects to it.</summary>
    /// <exception cref="KernelException">It is unplugged.</exception>
    public PacketSocket Connect()
    {
        if (!IsPlugged) throw new KernelException("connect", 112); // EHOSTDOWN
        var socket = NewSocket();
        Keep(socket);
        socket.Connect(new UnixDomainSocketEndPoint(Path));
        return new PacketSocket(socket.SafeHandle, "the test's plug");
    }

    public bool IsPlugged { get; set; } = true;

    /// <summary>Drops the connection.</summary>
    public void Drop() => _connection?.Dispose();

    public void Send(params byte[] packet) => _connection!.Send(packet);

    public void Notify(params byte[] value) => Send([0x1B, AnswerHandle & 0xFF, AnswerHandle >> 8, .. value]);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listening.Dispose();
        lock (_sockets)
            foreach (var socket in _sockets) socket.Dispose();
        await _accepting;
        _stop.Dispose();
        _directory.Dispose();
    }

    private static Socket NewSocket() => new(AddressFamily.Unix, SocketType.Seqpacket, ProtocolType.Unspecified);

    /// <summary>So that the collector does not close it.</summary>
    private void Keep(Socket socket)
    {
        lock (_sockets)
        {
            _sockets.RemoveAll(kept => kept.SafeHandle.IsClosed);
            _sockets.Add(socket);
        }
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                var connection = await _listening.AcceptAsync(_stop.Token);
                Keep(connection);
                _connection = connection;
                Interlocked.Increment(ref _connections);
                serving.RemoveAll(task => task.IsCompleted);
                serving.Add(ServeAsync(connection));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(Socket connection)
    {
        var buffer = new byte[600];
        try
        {
            foreach (var greeting in Greetings) connection.Send(greeting);
            while (await connection.ReceiveAsync(buffer, _stop.Token) is > 0 and var length)
            {
                var packet = buffer[..length];
                Received.Enqueue(packet);
                if (!IsMute) Answer(connection, packet);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Dropped, by one side or the other.
        }
        finally
        {
            connection.Dispose();
        }
    }

    private void Answer(Socket connection, byte[] packet)
    {
        if (Refusals.TryGetValue(packet[0], out var code))
        {
            connection.Send([0x01, packet[0], packet[1], packet[2], code]);
            return;
        }

        switch (packet[0])
        {
            case 0x04 or 0x06 or 0x08:
                connection.Send(Find(packet) ?? [0x01, packet[0], packet[1], packet[2], 0x0A]);
                break;
            case 0x12 or 0x52:
                if (packet[0] == 0x12) connection.Send([0x13]);
                if (U16(packet, 1) == CommandHandle)
                    foreach (var notification in Plug.Answer(packet[3..])) connection.Send([0x1B, AnswerHandle & 0xFF, AnswerHandle >> 8, .. notification]);
                break;
        }
    }

    /// <returns>Null when there is no such attribute.</returns>
    private byte[]? Find(byte[] packet)
    {
        var (first, last) = (U16(packet, 1), U16(packet, 3));
        switch (packet[0])
        {
            case 0x06:
                return IsPlug && packet.AsSpan(5).SequenceEqual((byte[])[0x00, 0x28, 0xF0, 0xFF]) ? [0x07, 0x10, 0x00, 0x1F, 0x00] : null;
            case 0x08:
                // Three would fit; two make the client ask again.
                var found = Characteristics.Where(c => c.Declaration >= first && c.Declaration <= last).Take(2).ToList();
                return found.Count == 0 ? null : [0x09, 7, .. found.SelectMany(c => (byte[])[.. Bytes(c.Declaration), c.Properties, .. Bytes(c.Handle), .. Bytes(c.Uuid)])];
            default:
                var descriptors = new[] { (Handle: ConfigurationHandle, Uuid: (ushort)0x2902) }.Where(d => d.Handle >= first && d.Handle <= last).ToList();
                return descriptors.Count == 0 ? null : [0x05, 1, .. descriptors.SelectMany(d => (byte[])[.. Bytes(d.Handle), .. Bytes(d.Uuid)])];
        }
    }

    private static ushort U16(byte[] packet, int at) => BinaryPrimitives.ReadUInt16LittleEndian(packet.AsSpan(at));

    private static byte[] Bytes(ushort number) => [(byte)(number & 0xFF), (byte)(number >> 8)];
}
