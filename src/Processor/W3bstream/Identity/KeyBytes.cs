using System.Security.Cryptography;
using System.Text;

namespace PowerMeter.Processor.W3bstream.Identity;

/// <summary>Writes a private key in a <see cref="KeyFormat"/>.</summary>
public static class KeyBytes
{
    /// <returns>Clear them after use.</returns>
    public static byte[] Of(DeviceKey key, KeyFormat format)
    {
        ArgumentNullException.ThrowIfNull(key);
        var bytes = format == KeyFormat.Pem ? key.ExportPkcs8() : key.ExportScalar();
        if (format == KeyFormat.Raw) return bytes;
        char[] text = [];
        try
        {
            text = format == KeyFormat.Pem ? PemEncoding.Write("PRIVATE KEY", bytes) : new char[2 * bytes.Length];
            if (format == KeyFormat.Hex) Convert.TryToHexStringLower(bytes, text, out _);
            var written = new byte[text.Length + 1];
            Encoding.ASCII.GetBytes(text, written);
            written[^1] = (byte)'\n';
            return written;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
            Array.Clear(text);
        }
    }
}
