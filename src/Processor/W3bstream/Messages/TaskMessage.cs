using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PowerMeter.Processor.W3bstream.Identity;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Language;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.W3bstream;

namespace PowerMeter.Processor.W3bstream.Messages;

/// <summary>
/// A task of the current network. What is signed is the hash of the message without its signature, or, when the
/// project has signed keys, the hash of that hash and of the values they name, which then are whole numbers.
/// </summary>
internal static class TaskMessage
{
    /// <param name="nonce">Any number but 0.</param>
    /// <exception cref="SettingException">Key, project or signed keys do not go together with this network.</exception>
    /// <exception cref="UnsignableReadingException">The power is negative, and its milliwatts are signed without a sign.</exception>
    public static byte[] Make(Reading reading, W3bstreamSettings settings, DeviceKey key, uint nonce)
    {
        if (key.Curve != KeyCurve.Secp256k1)
            throw SettingException.Of(new Sentence("W3b_TaskCurve", key.Curve.Name));
        RequirePlain("project_id", settings.ProjectId);
        RequirePlain("project_version", settings.ProjectVersion);

        var time = reading.End / UnixMicroseconds.PerSecond;
        var isSigned = settings.SignedKeys.Count > 0;
        var milliwatts = isSigned ? Milliwatts(reading.Watts) : 0;
        if (milliwatts < 0 && settings.SignedKeys.Contains(W3bstreamNames.SignedWatts))
            throw new UnsignableReadingException($"A reading of {WattText.WithPoint(reading.Watts)} W cannot be a task: its value is signed as a whole number of milliwatts, which cannot be below 0.");
        var value = isSigned ? milliwatts.ToString(CultureInfo.InvariantCulture) : WattText.Shortest(reading.Watts);
        var version = settings.ProjectVersion.Length > 0 ? $"\"projectVersion\":\"{settings.ProjectVersion}\"," : "";
        var message = string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"nonce":{{nonce}},"projectID":"{{settings.ProjectId}}",{{version}}"payload":{"timestamp":{{time}},"value":{{value}},"address":"did:io:{{key.Identity.EthereumAddress}}"}""");
        var hash = HashWith(SHA256.HashData(Encoding.ASCII.GetBytes(message + "}")), settings.SignedKeys, time, milliwatts);
        return Encoding.ASCII.GetBytes($"{message},\"signature\":\"0x{Convert.ToHexStringLower(key.SignHash(hash))}\"}}");
    }

    private static byte[] HashWith(byte[] hash, IReadOnlyList<string> signedKeys, long time, long milliwatts)
    {
        if (signedKeys.Count == 0) return hash;
        var signed = new byte[hash.Length + signedKeys.Count * sizeof(ulong)];
        hash.CopyTo(signed, 0);
        for (var i = 0; i < signedKeys.Count; i++)
            BinaryPrimitives.WriteUInt64LittleEndian(signed.AsSpan(hash.Length + i * sizeof(ulong)), (ulong)(signedKeys[i] switch
            {
                W3bstreamNames.SignedWatts => milliwatts,
                W3bstreamNames.SignedTime => time,
                _ => throw SettingException.Of(new Sentence("Value_NotAllowed", "signed_keys", signedKeys[i], new Sentence("W3b_SignedForm", W3bstreamNames.SignedTime, W3bstreamNames.SignedWatts))),
            }));
        return SHA256.HashData(signed);
    }

    private static long Milliwatts(double watts) => (long)Math.Round(watts * 1000, MidpointRounding.AwayFromZero);

    private static void RequirePlain(string key, string text)
    {
        if (!ProjectText.IsAllowed(text)) throw SettingException.Of(new Sentence("Value_NotAllowed", key, text, ProjectText.Allowed));
    }
}
