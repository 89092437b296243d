using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PowerMeter.Tests.Integration.W3bstreamNode;

/// <summary>A device that makes messages with .NET's ECDsa.</summary>
internal sealed class SigningDevice(ECDsa key, string curve) : IDisposable
{
    /// <summary>Of the private key 1 on secp256k1, whose public key is the curve's generator.</summary>
    public const string AddressOfOne = "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf";

    // SEC 2, section 2.4.1.
    private const string GeneratorX = "79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798";
    private const string GeneratorY = "483ADA7726A3C4655DA4FBFC0E1108A8FD17B448A68554199C47D08FFB10D4B8";

    public string Curve => curve;

    /// <summary>Uncompressed, 130 hexadecimal digits.</summary>
    public string PublicKey
    {
        get
        {
            var point = key.ExportParameters(includePrivateParameters: false).Q;
            return $"04{Convert.ToHexStringLower(point.X!)}{Convert.ToHexStringLower(point.Y!)}";
        }
    }

    public static SigningDevice Make(string curve) => new(ECDsa.Create(ECCurve.CreateFromFriendlyName(curve)), curve);

    public static SigningDevice WithKeyOne()
    {
        var one = new byte[32];
        one[31] = 1;
        return new SigningDevice(ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.CreateFromFriendlyName("secp256k1"),
            D = one,
            Q = new ECPoint { X = Convert.FromHexString(GeneratorX), Y = Convert.FromHexString(GeneratorY) },
        }), "secp256k1");
    }

    public static string Data(double watts, long timestamp) =>
        string.Create(CultureInfo.InvariantCulture, $$"""{"sensor_reading":{{watts:0.0###}},"timestamp":{{timestamp}}}""");

    /// <summary>Hexadecimal digits.</summary>
    public string Sign(byte[] bytes, bool asDer = false) => Convert.ToHexStringLower(key.SignData(
        bytes, HashAlgorithmName.SHA256, asDer ? DSASignatureFormat.Rfc3279DerSequence : DSASignatureFormat.IeeeP1363FixedFieldConcatenation));

    /// <summary>A devnet message over these bytes.</summary>
    /// <param name="signer">Default: the public key.</param>
    public string Message(string data, bool asDer = false, string? signer = null) =>
        $$"""{"data":{{data}},"signature":"{{Sign(Encoding.UTF8.GetBytes(data), asDer)}}","public_key":"{{signer ?? PublicKey}}"}""";

    public string Message(double watts, long timestamp) => Message(Data(watts, timestamp));

    /// <summary>A task of which the signature covers its compact JSON.</summary>
    /// <param name="signedPart">What is signed, from that JSON. Default: the JSON itself.</param>
    public string Task(string beforeSignature, Func<byte[], byte[]>? signedPart = null)
    {
        var json = Encoding.UTF8.GetBytes(beforeSignature);
        return $$"""{{beforeSignature[..^1]}},"signature":"0x{{Sign(signedPart is null ? json : signedPart(json))}}"}""";
    }

    public void Dispose() => key.Dispose();
}
