using System.Globalization;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Shared.Sensors;

/// <summary>The sensor's key as people type it: 16 numbers joined by <c>-</c>, as in its sketch, or 32 hexadecimal digits.</summary>
public static class AesKeyText
{
    public const int KeyLength = 16;

    private const string Allowed = "16 numbers from 0 to 255 joined by '-', or 32 hexadecimal digits";

    /// <param name="setting">What messages call it.</param>
    /// <exception cref="SettingException">It is none. The message tells its form, and nothing of the key.</exception>
    public static byte[] Parse(string text, string setting)
    {
        ArgumentNullException.ThrowIfNull(text);
        text = text.Trim();
        return text.Contains('-', StringComparison.Ordinal) ? FromNumbers(text, setting) : FromHex(text, setting);
    }

    private static byte[] FromNumbers(string text, string setting)
    {
        var numbers = text.Split('-');
        if (numbers.Length != KeyLength) throw Wrong(setting, $"has {numbers.Length} numbers");
        var key = new byte[KeyLength];
        for (var i = 0; i < KeyLength; i++)
            if (!byte.TryParse(numbers[i].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out key[i]))
                throw Wrong(setting, $"has something else than a number from 0 to 255 at place {i + 1}");
        return key;
    }

    private static byte[] FromHex(string text, string setting)
    {
        if (text.Length != 2 * KeyLength) throw Wrong(setting, $"has {text.Length} characters and no '-'");
        var key = new byte[KeyLength];
        return Convert.FromHexString(text, key, out _, out _) == System.Buffers.OperationStatus.Done
            ? key
            : throw Wrong(setting, "has characters that are no hexadecimal digits");
    }

    private static SettingException Wrong(string setting, string form) => new($"{setting} {form} (it is not shown here); allowed: {Allowed}.");
}
