using System.Globalization;

namespace PowerMeter.Shared.Sensors;

/// <summary>A device's 48-bit address, written <c>98:7B:F3:01:02:03</c>.</summary>
public readonly record struct BluetoothAddress
{
    private const int Bytes = 6;

    /// <summary>As long as <c>98:7B:F3:01:02:03</c>.</summary>
    private const int TextLength = 17;

    private readonly ulong _number;

    private BluetoothAddress(ulong number) => _number = number;

    /// <summary>No device's: any adapter.</summary>
    public static BluetoothAddress Any { get; }

    /// <returns>False for anything but six bytes of two hexadecimal digits with colons between, and for 00:00:00:00:00:00.</returns>
    public static bool TryParse(string? text, out BluetoothAddress address)
    {
        address = default;
        if (text?.Length != TextLength) return false;
        var number = 0UL;
        for (var i = 0; i < Bytes; i++)
        {
            var at = i * 3;
            if (i > 0 && text[at - 1] != ':') return false;
            if (!byte.TryParse(text.AsSpan(at, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var b)) return false;
            number = number << 8 | b;
        }

        address = new BluetoothAddress(number);
        return number != 0;
    }

    /// <summary>Least significant byte first, as the kernel and the radio have it.</summary>
    public void CopyReversedTo(Span<byte> bytes)
    {
        for (var i = 0; i < Bytes; i++) bytes[i] = (byte)(_number >> (8 * i) & 0xFF);
    }

    public override string ToString()
    {
        var number = _number;
        return string.Join(':', Enumerable.Range(0, Bytes).Select(i => (number >> (8 * (Bytes - 1 - i)) & 0xFF).ToString("X2", CultureInfo.InvariantCulture)));
    }
}
