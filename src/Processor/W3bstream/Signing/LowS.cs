using PowerMeter.Processor.W3bstream.Identity;

namespace PowerMeter.Processor.W3bstream.Signing;

/// <summary>
/// With (r, s) also (r, n - s) is a signature of the same bytes: anybody could turn one into the other. The smaller
/// of the two is the one that is sent (BIP-62, rule 5; EIP-2), and verifiers that take no other are content.
/// </summary>
public static class LowS
{
    /// <param name="signature">r and s, 32 bytes each; s is replaced where it is above half the group's order.</param>
    public static void Normalise(KeyCurve curve, Span<byte> signature)
    {
        ArgumentNullException.ThrowIfNull(curve);
        var s = signature[KeyCurve.FieldLength..];
        if (s.SequenceCompareTo(curve.HalfOrder) <= 0) return;
        var borrow = 0;
        for (var i = KeyCurve.FieldLength - 1; i >= 0; i--)
        {
            var difference = curve.Order[i] - s[i] - borrow;
            borrow = difference < 0 ? 1 : 0;
            s[i] = (byte)(difference & 0xFF);
        }
    }
}
