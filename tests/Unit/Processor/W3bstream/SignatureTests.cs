using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using PowerMeter.Processor.W3bstream.Identity;
using PowerMeter.Processor.W3bstream.Signing;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Processor.W3bstream;

public sealed class SignatureTests
{
    private static readonly byte[] Data = Encoding.ASCII.GetBytes("""{"sensor_reading":134.7,"timestamp":1677091161}""");

    private static BigInteger Number(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    private static ECDsa Verifier(KeyCurve curve, ReadOnlySpan<byte> publicKey) => ECDsa.Create(new ECParameters
    {
        Curve = curve.Curve,
        Q = new ECPoint { X = publicKey[1..33].ToArray(), Y = publicKey[33..].ToArray() },
    });

    [Theory]
    [InlineData("secp256k1")]
    [InlineData("secp256r1")]
    public void Every_signature_holds_in_both_encodings_and_its_s_is_low(string name)
    {
        var curve = KeyCurve.Parse("curve", name);
        using var key = DeviceKey.Make(curve);
        using var verifier = Verifier(curve, key.PublicKey.Span);
        var half = Number(curve.Order) / 2;
        for (var i = 0; i < 200; i++)
        {
            var signature = key.SignData(Data);
            signature.Length.ShouldBe(64);
            (Number(signature.AsSpan(32)) <= half).ShouldBeTrue();
            verifier.VerifyData(Data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation).ShouldBeTrue();
            verifier.VerifyData(Data, DerSignature.Encode(signature), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence).ShouldBeTrue();
        }
    }

    [Fact]
    public void A_signature_of_other_bytes_does_not_hold()
    {
        using var key = DeviceKey.Make(KeyCurve.Secp256k1);
        using var verifier = Verifier(KeyCurve.Secp256k1, key.PublicKey.Span);
        var other = Data.ToArray();
        other[^2] ^= 1;
        verifier.VerifyData(other, key.SignData(Data), HashAlgorithmName.SHA256).ShouldBeFalse();
    }

    [Theory]
    [InlineData("secp256k1")]
    [InlineData("secp256r1")]
    public void A_high_s_becomes_the_order_less_it_and_a_low_one_stays(string name)
    {
        var curve = KeyCurve.Parse("curve", name);
        var order = Number(curve.Order);
        foreach (var s in new[] { BigInteger.One, order / 2 - 1, order / 2, order / 2 + 1, order - 1, order - 255 })
        {
            var signature = new byte[64];
            signature[0] = 0xAB;
            var bytes = s.ToByteArray(isUnsigned: true, isBigEndian: true);
            bytes.CopyTo(signature, 64 - bytes.Length);
            LowS.Normalise(curve, signature);
            Number(signature.AsSpan(32)).ShouldBe(BigInteger.Min(s, order - s));
            signature[0].ShouldBe((byte)0xAB);
        }
    }

    [Theory]
    [InlineData("00", "00", "3006020100020100")]
    [InlineData("7f", "80", "300702017f02020080")]
    [InlineData("0100", "00ff", "300802020100020200ff")]
    public void DER_has_no_zeros_but_the_one_that_keeps_a_number_positive(string r, string s, string expected) =>
        Convert.ToHexStringLower(DerSignature.Encode(Convert.FromHexString(r.PadLeft(64, '0') + s.PadLeft(64, '0')))).ShouldBe(expected);

    [Fact]
    public void DER_of_full_length_has_72_bytes()
    {
        var full = Enumerable.Repeat((byte)0xFF, 64).ToArray();
        var der = DerSignature.Encode(full);
        der.Length.ShouldBe(72);
        Convert.ToHexStringLower(der).ShouldStartWith("3046022100ff");
    }

    [Theory] // The power-meter project's message (secp256r1), and one of secp256k1 that OpenSSL's command line signed.
    [InlineData(
        "secp256r1",
        "040e2d0a3591eb27ad3b55038603c3813310fdaf0f15346016a576841790fb020756cd31af40e3c6d543fb332062d47dd717490f2cc28d053c63de3ae892ec091b",
        """{"sensor_reading":1.6163222834016864,"timestamp":1681943510756}""",
        "3045022025891d5d149de8ad612f71687f6e4a9a13335d5cb35c0e6f54237ea8715084c8022100cf2e3bf7304ddf417dc75d52f0403013901a146636203ad138adb8ea3750b85f")]
    [InlineData(
        "secp256k1",
        "04ba460edf45c8855cccdec55583972dc9aaaee24513db5b4a1dc110b4a7af095a055a38ae679d178ec8cb3ed855aa2d6d23791b1c51eefc19a6da6ae4191cca80",
        """{"sensor_reading":134.7,"timestamp":1677091161}""",
        "30460221009d5f713fa7d74d6dc38075f8a049f9b5f37efe07f3a3ae39d5cf01256d97dc9c022100ac7d41fcffb95140ba33f55b009dfa6aae8418fe70ee4a6891d32f99bb1b47cd")]
    public void A_known_signature_holds_and_so_does_its_lower_twin_in_our_encoding(string name, string publicKey, string data, string der)
    {
        var curve = KeyCurve.Parse("curve", name);
        using var verifier = Verifier(curve, Convert.FromHexString(publicKey));
        verifier.VerifyData(Encoding.ASCII.GetBytes(data), Convert.FromHexString(der), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence).ShouldBeTrue();
        var raw = FromDer(Convert.FromHexString(der));
        DerSignature.Encode(raw).ShouldBe(Convert.FromHexString(der));
        LowS.Normalise(curve, raw);
        (Number(raw.AsSpan(32)) <= Number(curve.Order) / 2).ShouldBeTrue();
        verifier.VerifyData(Encoding.ASCII.GetBytes(data), raw, HashAlgorithmName.SHA256).ShouldBeTrue();
    }

    private static byte[] FromDer(byte[] der)
    {
        var reader = new System.Formats.Asn1.AsnReader(der, System.Formats.Asn1.AsnEncodingRules.DER).ReadSequence();
        var raw = new byte[64];
        foreach (var end in new[] { 32, 64 })
        {
            var number = reader.ReadInteger().ToByteArray(isUnsigned: true, isBigEndian: true);
            number.CopyTo(raw, end - number.Length);
        }

        return raw;
    }
}
