using System.Text;
using PowerMeter.Processor.W3bstream.Identity;
using PowerMeter.Shared.Hosting;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Processor.W3bstream;

public sealed class KeyTextTests
{
    private const string Digits = "7fda34c8319534253619f69604ffbd43e315e319b84c03ea4f19e1a0e439a4b1";
    private const string Secp256k1Order = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";
    private const string Secp256r1Order = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";

    private static string Hex(DeviceKey key)
    {
        using (key) return Convert.ToHexStringLower(key.ExportScalar());
    }

    private static DeviceKey Read(string text, KeyCurve? curve = null, bool required = false) =>
        KeyText.Read(Encoding.Latin1.GetBytes(text), "key", curve ?? KeyCurve.Secp256k1, required);

    [Theory]
    [InlineData(Digits)]
    [InlineData(Digits + "\n")]
    [InlineData("0x" + Digits + "\r\n")]
    [InlineData("  0X" + Digits)]
    public void Hexadecimal_digits_are_a_key(string text) => Hex(Read(text)).ShouldBe(Digits);

    [Fact]
    public void Thirty_two_bytes_are_a_key() =>
        Hex(KeyText.Read(Convert.FromHexString(Digits), "key", KeyCurve.Secp256r1, required: true)).ShouldBe(Digits);

    [Theory]
    [InlineData(KeyFormat.Raw, "secp256k1")]
    [InlineData(KeyFormat.Hex, "secp256k1")]
    [InlineData(KeyFormat.Pem, "secp256k1")]
    [InlineData(KeyFormat.Raw, "secp256r1")]
    [InlineData(KeyFormat.Hex, "secp256r1")]
    [InlineData(KeyFormat.Pem, "secp256r1")]
    public void What_is_exported_is_read_again(KeyFormat format, string name)
    {
        var curve = KeyCurve.Parse("curve", name);
        using var key = DeviceKey.Make(curve);
        using var again = KeyText.Read(KeyBytes.Of(key, format), "key", curve, required: true);
        again.Identity.ShouldBe(key.Identity);
    }

    [Fact]
    public void A_key_with_leading_zeros_keeps_them()
    {
        var digits = "0000" + Digits[4..];
        using var key = Read(digits);
        Convert.ToHexStringLower(KeyBytes.Of(key, KeyFormat.Raw)).ShouldBe(digits);
        Encoding.ASCII.GetString(KeyBytes.Of(key, KeyFormat.Hex)).ShouldBe(digits + "\n");
        using var again = KeyText.Read(KeyBytes.Of(key, KeyFormat.Pem), "key", KeyCurve.Secp256k1, required: true);
        Hex(again).ShouldBe(digits);
    }

    [Theory]
    [InlineData("secp256k1", Secp256k1Order)]
    [InlineData("secp256r1", Secp256r1Order)]
    public void Only_numbers_from_one_to_below_the_order_are_keys(string name, string order)
    {
        var curve = KeyCurve.Parse("curve", name);
        var largest = order[..^1] + "0";
        Hex(Read(largest, curve)).ShouldBe(largest);
        Hex(Read(new string('0', 63) + "1", curve)).ShouldEndWith("01");
        foreach (var refused in new[] { order, new string('0', 64), new string('f', 64) })
            Should.Throw<SettingException>(() => Read(refused, curve)).Message.ShouldContain("from 1 to below the order");
    }

    [Theory]
    [InlineData("")]
    [InlineData("7fda34c8")]
    [InlineData(Digits + "00")]
    [InlineData("7fda34c8319534253619f69604ffbd43e315e319b84c03ea4f19e1a0e439a4bg")]
    public void What_is_no_key_is_refused_without_being_repeated(string text)
    {
        var message = Should.Throw<SettingException>(() => Read(text)).Message;
        message.ShouldStartWith("key holds no private key");
        message.ShouldNotContain("7fda34c8");
    }

    [Theory]
    [InlineData("-----BEGIN PRIVATE KEY-----\nMIGEAgEA\n-----END PRIVATE KEY-----\n", "that is damaged")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nMIGEAgEA", "is a damaged PEM")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nMIGEAgEA\n-----END PUBLIC KEY-----\n", "without a private key (it has PUBLIC KEY)")]
    [InlineData("-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIGEAgEA\n-----END ENCRYPTED PRIVATE KEY-----\n", "encrypted")]
    [InlineData("-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nMIGEAgEA\n-----END EC PRIVATE KEY-----\n", "encrypted")]
    public void A_PEM_that_cannot_be_used_is_refused_with_the_reason(string text, string reason)
    {
        var message = Should.Throw<SettingException>(() => Read(text)).Message;
        message.ShouldContain(reason);
        message.ShouldNotContain("MIGEAgEA");
    }

    [Fact]
    public void A_PEM_of_two_keys_is_refused_and_one_with_other_things_after_it_is_not()
    {
        string[] keys = [.. new[] { KeyCurve.Secp256k1, KeyCurve.Secp256r1 }.Select(curve =>
        {
            using var key = DeviceKey.Make(curve);
            return Encoding.ASCII.GetString(KeyBytes.Of(key, KeyFormat.Pem));
        })];
        Should.Throw<SettingException>(() => Read(string.Concat(keys))).Message.ShouldContain("more than one private key");
        Hex(Read($"{keys[0]}-----BEGIN NOTE-----\nAAAA\n-----END NOTE-----\nwords")).ShouldBe(Hex(Read(keys[0])));
    }

    [Fact]
    public void A_PEM_of_another_curve_than_was_asked_for_is_refused()
    {
        using var key = DeviceKey.Make(KeyCurve.Secp256r1);
        var pem = KeyBytes.Of(key, KeyFormat.Pem);
        Should.Throw<SettingException>(() => KeyText.Read(pem, "key", KeyCurve.Secp256k1, required: true)).Message
            .ShouldBe("The curve of the key in key is 'secp256r1'; allowed: secp256k1, as --curve says.");
        using var read = KeyText.Read(pem, "key", KeyCurve.Secp256k1, required: false);
        read.Identity.ShouldBe(key.Identity);
    }
}
