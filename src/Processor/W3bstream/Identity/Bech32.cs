using System.Text;

namespace PowerMeter.Processor.W3bstream.Identity;

/// <summary>Bech32 (BIP-173): bytes as text of 32 characters that a checksum of six of them guards.</summary>
public static class Bech32
{
    private const string Characters = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private const int ChecksumLength = 6;
    private const int MaxLength = 90;

    private static readonly uint[] Generator = [0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3];

    /// <param name="prefix">Lower case; what stands before the separating 1.</param>
    public static string Encode(string prefix, ReadOnlySpan<byte> bytes)
    {
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        return EncodeGroups(prefix, ToGroups(bytes));
    }

    /// <param name="groups">Numbers of five bits.</param>
    internal static string EncodeGroups(string prefix, IReadOnlyList<byte> groups)
    {
        var text = new StringBuilder(prefix).Append('1');
        foreach (var group in groups) text.Append(Characters[group]);
        var check = Checksum(prefix, [.. groups, .. new byte[ChecksumLength]]) ^ 1;
        for (var i = 0; i < ChecksumLength; i++) text.Append(Characters[(int)(check >> (5 * (ChecksumLength - 1 - i))) & 31]);
        return text.ToString();
    }

    /// <summary>Reads a text in one case of letters.</summary>
    /// <returns>The prefix in lower case and the numbers of five bits without the checksum; null for what is no Bech32.</returns>
    internal static (string Prefix, byte[] Groups)? Decode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaxLength || text.Any(c => c is < '!' or > '~') || (text.Any(char.IsAsciiLetterLower) && text.Any(char.IsAsciiLetterUpper))) return null;
        var lower = text.ToLowerInvariant();
        var separator = lower.LastIndexOf('1');
        if (separator < 1 || lower.Length - separator - 1 < ChecksumLength) return null;
        var groups = lower[(separator + 1)..].Select(c => Characters.IndexOf(c, StringComparison.Ordinal)).ToArray();
        if (groups.Contains(-1)) return null;
        var prefix = lower[..separator];
        byte[] all = [.. groups.Select(group => (byte)group)];
        return Checksum(prefix, all) == 1 ? (prefix, all[..^ChecksumLength]) : null;
    }

    private static byte[] ToGroups(ReadOnlySpan<byte> bytes)
    {
        var groups = new List<byte>((bytes.Length * 8 + 4) / 5);
        uint held = 0;
        var bits = 0;
        foreach (var b in bytes)
        {
            held = ((held << 8) | b) & 0xFFF; // at most 4 bits wait for the next byte
            for (bits += 8; bits >= 5;) groups.Add((byte)((held >> (bits -= 5)) & 31));
        }

        if (bits > 0) groups.Add((byte)((held << (5 - bits)) & 31));
        return [.. groups];
    }

    private static uint Checksum(string prefix, ReadOnlySpan<byte> groups)
    {
        uint check = 1;
        foreach (var c in prefix) check = Step(check, (uint)c >> 5);
        check = Step(check, 0);
        foreach (var c in prefix) check = Step(check, (uint)c & 31);
        foreach (var group in groups) check = Step(check, group);
        return check;
    }

    private static uint Step(uint check, uint value)
    {
        var top = check >> 25;
        check = ((check & 0x1FFFFFF) << 5) ^ value;
        for (var i = 0; i < Generator.Length; i++)
            if (((top >> i) & 1) != 0) check ^= Generator[i];
        return check;
    }
}
