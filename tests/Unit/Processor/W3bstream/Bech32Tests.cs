using System.Globalization;
using PowerMeter.Processor.W3bstream.Identity;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Processor.W3bstream;

/// <summary>The vectors of BIP-173.</summary>
public sealed class Bech32Tests
{
    [Theory]
    [InlineData("A12UEL5L", "a", "")]
    [InlineData("a12uel5l", "a", "")]
    [InlineData("an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1tt5tgs", "an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio", "")]
    [InlineData("abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw", "abcdef", "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f")]
    [InlineData("11qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqc8247j", "1", "00*82")]
    [InlineData("split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w", "split", null)]
    [InlineData("?1ezyfcl", "?", "")]
    public void What_is_valid_is_read_and_written_back(string text, string prefix, string? groups)
    {
        var (read, found) = Bech32.Decode(text).ShouldNotBeNull();
        read.ShouldBe(prefix);
        if (groups == "00*82") found.ShouldBe(new byte[82]);
        else if (groups is not null) Convert.ToHexStringLower(found).ShouldBe(groups);
        Bech32.EncodeGroups(read, found).ShouldBe(text.ToLower(CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("\u00201nwldj5")] // a character out of range in the prefix
    [InlineData("\u007F1axkwrx")]
    [InlineData("\u00801eym55h")]
    [InlineData("an84characterslonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1569pvx")] // too long
    [InlineData("pzry9x0s0muk")] // no separator
    [InlineData("1pzry9x0s0muk")] // no prefix
    [InlineData("x1b4n0q5v")] // no such character
    [InlineData("li1dgmt3")] // too short for a checksum
    [InlineData("de1lg7wt\u00FF")]
    [InlineData("A1G7SGD8")] // the checksum of the capitals
    [InlineData("10a06t8")]
    [InlineData("1qzzfhee")]
    [InlineData("a12UEL5L")] // both cases
    [InlineData("abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxv")] // one character changed
    public void What_is_invalid_is_not_read(string text) => Bech32.Decode(text).ShouldBeNull();

    [Fact]
    public void Bytes_are_written_in_groups_of_five_bits()
    {
        // The program of BIP-173's example address bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4, without the version's group.
        var program = Convert.FromHexString("751e76e8199196d454941c45d1b3a323f1433bd6");
        var (_, groups) = Bech32.Decode("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4").ShouldNotBeNull();
        var (_, written) = Bech32.Decode(Bech32.Encode("bc", program)).ShouldNotBeNull();
        written.ShouldBe(groups[1..]);
    }
}
