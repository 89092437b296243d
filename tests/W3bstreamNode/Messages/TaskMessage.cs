using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PowerMeter.Tests.W3bstreamNode.Verification;

namespace PowerMeter.Tests.W3bstreamNode.Messages;

/// <summary>A task of the current network.</summary>
/// <param name="Address">The device's, out of <c>did:io:0x…</c>.</param>
/// <param name="Watts">From whole milliwatts where the project has signed values.</param>
public sealed record TaskMessage(string ProjectId, string Address, double Watts, DateTimeOffset WindowEnd, SignedBytes ToVerify)
{
    private const string DidPrefix = "did:io:";
    private const string Value = "value";
    private static readonly string[] Secp256k1 = ["secp256k1"];

    /// <param name="signedKeys">The values of the payload that the project has signed beside the message's hash.</param>
    /// <exception cref="BadMessageException">It is another message.</exception>
    public static TaskMessage Parse(ReadOnlyMemory<byte> body, IReadOnlyList<string> signedKeys)
    {
        ArgumentNullException.ThrowIfNull(signedKeys);
        var message = new RawObject(body, "the message");
        if (message.WholeNumber("nonce") == 0) throw new BadMessageException("'nonce' is 0, which counts as missing.");
        var payload = new RawObject(message.Bytes("payload"), "'payload'");
        var signature = message.Text("signature");
        if (!signature.StartsWith("0x", StringComparison.Ordinal)) throw new BadMessageException("'signature' does not begin with 0x.");
        var address = AddressOf(payload.Text("address"));
        return new TaskMessage(
            ProjectOf(message.Text("projectID")),
            address,
            signedKeys.Count > 0 ? payload.WholeNumber(Value) / 1000.0 : payload.Number(Value),
            UnixTime.Read(payload.WholeNumber("timestamp")),
            new SignedBytes(SignedPart(message, payload, signedKeys), RawSignature(signature), address, Secp256k1));
    }

    private static string ProjectOf(string projectId) =>
        projectId.Length is > 0 and <= 78 && projectId.All(char.IsAsciiDigit) ? projectId : throw new BadMessageException("'projectID' is no decimal number.");

    private static string AddressOf(string did) =>
        did.StartsWith(DidPrefix, StringComparison.Ordinal) && SignatureText.IsAddress(did[DidPrefix.Length..])
            ? did[DidPrefix.Length..]
            : throw new BadMessageException("'address' is not did:io:0x and 40 hexadecimal digits.");

    private static byte[] RawSignature(string signature)
    {
        var bytes = SignatureText.Bytes(signature[2..]);
        return bytes.Length == 64 ? bytes : throw new BadMessageException($"'signature' has {bytes.Length} bytes, and must have 64.");
    }

    // The network reads the message and writes it again without its signature, so the order of the names does not matter. What is
    // returned is hashed once more when it is verified.
    private static byte[] SignedPart(RawObject message, RawObject payload, IReadOnlyList<string> signedKeys)
    {
        var version = message.Has("projectVersion") && message.Text("projectVersion").Length > 0
            ? $"\"projectVersion\":{GoJson.Compact(message.Bytes("projectVersion").Span)},"
            : "";
        var json = string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"nonce":{{message.WholeNumber("nonce")}},"projectID":"{{message.Text("projectID")}}",{{version}}"payload":{{GoJson.Compact(message.Bytes("payload").Span)}}}""");
        var bytes = Encoding.UTF8.GetBytes(json);
        if (signedKeys.Count == 0) return bytes;
        var part = new byte[32 + (8 * signedKeys.Count)];
        SHA256.HashData(bytes, part);
        for (var i = 0; i < signedKeys.Count; i++) BinaryPrimitives.WriteUInt64LittleEndian(part.AsSpan(32 + (8 * i)), payload.WholeNumber(signedKeys[i]));
        return part;
    }
}
