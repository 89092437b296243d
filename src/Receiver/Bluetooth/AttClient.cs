using PowerMeter.Shared.Language;

namespace PowerMeter.Receiver.Bluetooth;

/// <summary>
/// The client's side of ATT on one connection, for one thread: one request at a time, notifications whenever they come
/// (Bluetooth Core, vol 3, part F, 3.3).
/// </summary>
/// <param name="onValue">Gets each notification and indication. Must not use the client.</param>
/// <param name="onReject">Told of each packet that is none, or that nobody asked for.</param>
public sealed class AttClient(
    IAttChannel channel, AttClient.ValueHandler onValue, Action<Sentence> onReject, TimeProvider time, CancellationToken cancel)
{
    /// <summary>How long an answer may take. The protocol grants 30 s (3.3.3); a plug that takes more than this is as good as gone.</summary>
    public static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(5);

    /// <summary>How long a wait may keep stopping waiting.</summary>
    public static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(200);

    private const byte CommandFlag = 0x40;

    private readonly byte[] _buffer = new byte[AttPacket.Longest];

    public delegate void ValueHandler(ushort handle, ReadOnlySpan<byte> value);

    /// <summary>Sends a request and waits for its answer; what else comes meanwhile is dealt with.</summary>
    /// <returns>The answer, until the next call.</returns>
    /// <exception cref="AttException">The device refuses it, or does not answer within <see cref="AnswerLimit"/>.</exception>
    /// <exception cref="Linux.KernelException">The connection is lost.</exception>
    public ReadOnlySpan<byte> Request(ReadOnlySpan<byte> packet)
    {
        var request = (AttOpcode)packet[0];
        var started = time.GetTimestamp();
        channel.Send(packet);
        while (time.GetElapsedTime(started) < AnswerLimit)
        {
            var received = Receive();
            if (received.IsEmpty || Handle(received)) continue;
            // The answer to a request has the next number.
            if (received[0] == (byte)request + 1) return received;
            if (AttPacket.TryParseError(received, out var refused, out var handle, out var code) && refused == request)
                throw new AttException(request, handle, code);
            Reject(received);
        }

        throw new AttException(new Sentence("Bluetooth_NotAnswered", request.ToString(), AnswerLimit.TotalSeconds)) { IsSilence = true };
    }

    /// <summary>Sends what is not answered.</summary>
    /// <exception cref="Linux.KernelException">The connection is lost.</exception>
    public void Send(ReadOnlySpan<byte> packet) => channel.Send(packet);

    /// <summary>Waits for one packet, no longer than <see cref="Slice"/>, and deals with it.</summary>
    /// <exception cref="AttException">The device did not keep to the protocol.</exception>
    /// <exception cref="Linux.KernelException">The connection is lost.</exception>
    public void Poll()
    {
        var received = Receive();
        if (!received.IsEmpty && !Handle(received)) Reject(received);
    }

    private ReadOnlySpan<byte> Receive()
    {
        cancel.ThrowIfCancellationRequested();
        var length = channel.Receive(_buffer, Slice);
        if (length > _buffer.Length)
            throw new AttException(new Sentence("Bluetooth_LongPacket", length, AttPacket.Longest));
        return _buffer.AsSpan(0, length);
    }

    /// <returns>False for what is, or may be, an answer.</returns>
    private bool Handle(ReadOnlySpan<byte> packet)
    {
        switch ((AttOpcode)packet[0])
        {
            case AttOpcode.HandleValueNotification:
                TakeValue(packet);
                return true;
            case AttOpcode.HandleValueIndication:
                TakeValue(packet);
                channel.Send([(byte)AttOpcode.HandleValueConfirmation]);
                return true;
            case AttOpcode.ExchangeMtuRequest:
                channel.Send(AttPacket.ExchangeMtuResponse());
                return true;
            // Requests have even numbers; we have no attributes that a device could ask for.
            case var opcode when ((byte)opcode & 1) == 0 && ((byte)opcode & CommandFlag) == 0 && opcode != AttOpcode.HandleValueConfirmation:
                channel.Send(AttPacket.RequestNotSupported((byte)opcode));
                return true;
            // A command that is not understood is passed over in silence (3.3.1).
            case var opcode:
                return ((byte)opcode & CommandFlag) != 0;
        }
    }

    private void TakeValue(ReadOnlySpan<byte> packet)
    {
        if (AttPacket.TryParseValue(packet, out var handle, out var value)) onValue(handle, value);
        else Reject(packet);
    }

    private void Reject(ReadOnlySpan<byte> packet) =>
        onReject(new Sentence("Bluetooth_NoAnswer", Convert.ToHexString(packet[..Math.Min(packet.Length, 24)])));
}
