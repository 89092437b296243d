using System.Security.Cryptography;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Processor.W3bstream.Identity;

/// <summary>One of the two elliptic curves that the network takes (SEC 2, version 2.0, sections 2.4.1 and 2.4.2).</summary>
public sealed class KeyCurve
{
    /// <summary>Length of a private key, a coordinate, and each half of a signature, in bytes.</summary>
    public const int FieldLength = 32;

    public const string Allowed = "secp256k1, secp256r1";

    public static readonly KeyCurve Secp256k1 = new("secp256k1", "1.3.132.0.10", "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141");

    public static readonly KeyCurve Secp256r1 = new("secp256r1", "1.2.840.10045.3.1.7", "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551");

    private readonly byte[] _order;
    private readonly byte[] _halfOrder;
    private readonly string _oid;

    private KeyCurve(string name, string oid, string order)
    {
        Name = name;
        _oid = oid;
        Curve = ECCurve.CreateFromValue(oid);
        _order = Convert.FromHexString(order);
        _halfOrder = new byte[FieldLength];
        for (var i = 0; i < FieldLength; i++) _halfOrder[i] = (byte)((_order[i] >> 1) | (i > 0 ? (_order[i - 1] & 1) << 7 : 0));
    }

    public string Name { get; }

    public ECCurve Curve { get; }

    /// <summary>How many points the group has, big-endian; a private key is at least 1 and below it.</summary>
    public ReadOnlySpan<byte> Order => _order;

    /// <summary>Half of <see cref="Order"/>, rounded down.</summary>
    public ReadOnlySpan<byte> HalfOrder => _halfOrder;

    /// <exception cref="SettingException">There is no such curve here.</exception>
    public static KeyCurve Parse(string key, string name) => name switch
    {
        "secp256k1" => Secp256k1,
        "secp256r1" => Secp256r1,
        _ => throw SettingException.NotAllowed(key, name, Allowed),
    };

    /// <returns>Null when it is neither of the two.</returns>
    public static KeyCurve? Find(ECCurve curve) =>
        curve.IsNamed ? Array.Find([Secp256k1, Secp256r1], known => known._oid == curve.Oid.Value || (curve.Oid.Value is null && known.IsCalled(curve.Oid.FriendlyName))) : null;

    private bool IsCalled(string? name) => name == Name || (this == Secp256r1 && name is "nistP256" or "ECDSA_P256");

    public bool Allows(ReadOnlySpan<byte> privateKey) =>
        privateKey.Length == FieldLength && privateKey.ContainsAnyExcept((byte)0) && privateKey.SequenceCompareTo(_order) < 0;
}
