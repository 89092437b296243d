using PowerMeter.Processor.W3bstream.Identity;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Processor.W3bstream;

public sealed class AddressTests
{
    [Theory] // EIP-55's test cases
    [InlineData("0x52908400098527886E0F7030069857D2E4169EE7")]
    [InlineData("0x8617E340B3D01FA5F11F306F4090FD50E238070D")]
    [InlineData("0xde709f2102306220921060314715629080e2fb77")]
    [InlineData("0x27b1fdb04752bbc536007a920d24acb045561c26")]
    [InlineData("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")]
    [InlineData("0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359")]
    [InlineData("0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB")]
    [InlineData("0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb")]
    public void The_case_of_letters_is_a_checksum(string address) => EthereumAddress.Format(Convert.FromHexString(address[2..])).ShouldBe(address);

    // The example of IoTeX's documentation, page "Address conversion".
    [Fact]
    public void A_key_has_the_addresses_of_the_published_example()
    {
        using var key = DeviceKey.FromScalar(KeyCurve.Secp256k1, Convert.FromHexString("7fda34c8319534253619f69604ffbd43e315e319b84c03ea4f19e1a0e439a4b1"));
        key.Identity.ShouldBe(new DeviceIdentity(
            "secp256k1",
            "04ba460edf45c8855cccdec55583972dc9aaaee24513db5b4a1dc110b4a7af095a055a38ae679d178ec8cb3ed855aa2d6d23791b1c51eefc19a6da6ae4191cca80",
            "0x95E20FD5FDd9A8D9D174C7fAE7c3F9eC51BBbF36",
            "io1jh3ql40amx5dn5t5claw0slea3gmh0ek8flwlp"));
    }

    [Theory]
    [InlineData("c15271427b5ee44c75b2c955f3cf10eadfd55b3e", "io1c9f8zsnmtmjycadje92l8ncsat0a2ke707jkfa")]
    [InlineData("95e20fd5fdd9a8d9d174c7fae7c3f9ec51bbbf36", "io1jh3ql40amx5dn5t5claw0slea3gmh0ek8flwlp")]
    public void An_IoTeX_address_is_the_same_bytes_in_Bech32(string address, string expected) => IotexAddress.Format(Convert.FromHexString(address)).ShouldBe(expected);

    [Fact]
    public void A_compressed_public_key_is_refused() => Should.Throw<ArgumentException>(() => EthereumAddress.Of(new byte[33]));
}
