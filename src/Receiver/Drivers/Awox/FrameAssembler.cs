using PowerMeter.Shared.Language;

namespace PowerMeter.Receiver.Drivers.Awox;

/// <summary>
/// Puts frames together from the notifications in which they come. The length byte says where a frame ends, since FF FF
/// and 0F may be in its payload as well. After what is no frame it looks for the next 0F.
/// </summary>
public sealed class FrameAssembler
{
    /// <summary>0F, length, checksum, FF FF.</summary>
    private const int Overhead = 5;

    private readonly byte[] _bytes = new byte[SmartPlugFrame.MaxLength];
    private int _count;
    private bool _lost;

    public delegate void PayloadHandler(ReadOnlySpan<byte> payload);

    /// <param name="onPayload">Gets the payload of each whole frame.</param>
    /// <param name="onReject">Runs once for each notification, or stretch of one, that is no frame.</param>
    public void Push(ReadOnlySpan<byte> notification, PayloadHandler onPayload, Action<Sentence> onReject)
    {
        ArgumentNullException.ThrowIfNull(onPayload);
        ArgumentNullException.ThrowIfNull(onReject);
        _lost = false;
        // The rest of what was begun will not come any more when a whole frame follows.
        if (_count > 0 && StartsWithFrame(notification)) Abandon(onReject);
        foreach (var b in notification)
        {
            _bytes[_count++] = b;
            TakeFrames(onPayload, onReject);
        }
    }

    /// <summary>Gives up what was begun: its rest did not come in time.</summary>
    public void Abandon(Action<Sentence> onReject)
    {
        ArgumentNullException.ThrowIfNull(onReject);
        _lost = false;
        if (_count > 0) Drop(_count, "Bluetooth_FrameStart", onReject);
    }

    private void TakeFrames(PayloadHandler onPayload, Action<Sentence> onReject)
    {
        while (_count > 0)
        {
            if (_bytes[0] != SmartPlugFrame.Start) Drop(BeforeNextStart(from: 0), "Bluetooth_NoFrame", onReject);
            else if (_count >= 2 && _bytes[1] < 2) Drop(BeforeNextStart(from: 1), "Bluetooth_EmptyFrame", onReject);
            else if (_count < 2 || _count < LengthOf(_bytes)) return;
            else if (Check(_bytes) is { } wrong) Drop(BeforeNextStart(from: 1), wrong, onReject);
            else
            {
                var length = LengthOf(_bytes);
                onPayload(_bytes.AsSpan(2, length - Overhead));
                Remove(length);
            }
        }
    }

    private int BeforeNextStart(int from)
    {
        var next = _bytes.AsSpan(from, _count - from).IndexOf(SmartPlugFrame.Start);
        return next < 0 ? _count : from + next;
    }

    /// <param name="what">The key of the sentence that says so.</param>
    private void Drop(int count, string what, Action<Sentence> onReject)
    {
        // One reason for one notification: looking for the next start may drop more than once.
        if (!_lost) onReject(new Sentence(what, Convert.ToHexString(_bytes.AsSpan(0, Math.Min(_count, 24)))));
        _lost = true;
        Remove(count);
    }

    private void Remove(int count)
    {
        _bytes.AsSpan(count, _count - count).CopyTo(_bytes);
        _count -= count;
    }

    private static int LengthOf(ReadOnlySpan<byte> bytes) => bytes[1] + 4;

    private static bool StartsWithFrame(ReadOnlySpan<byte> bytes) =>
        bytes.Length > Overhead && bytes[0] == SmartPlugFrame.Start && bytes[1] >= 2 && bytes.Length >= LengthOf(bytes) && Check(bytes) is null;

    /// <returns>The key of the sentence that says what is wrong with a frame that has its full length; null when nothing is.</returns>
    private static string? Check(ReadOnlySpan<byte> bytes)
    {
        var length = LengthOf(bytes);
        if (bytes[length - 2] != SmartPlugFrame.End || bytes[length - 1] != SmartPlugFrame.End) return "Bluetooth_FrameEnd";
        return bytes[length - 3] != SmartPlugFrame.Checksum(bytes[2..(length - 3)]) ? "Bluetooth_Checksum" : null;
    }
}
