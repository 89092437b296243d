using System.Security.Cryptography;
using System.Text;
using PowerMeter.Web.Accounts;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

public sealed class TokenTextTests
{
    [Fact]
    public void A_token_is_recognised_and_never_the_same()
    {
        var tokens = Enumerable.Range(0, 1000).Select(_ => TokenText.Create()).ToList();
        tokens.Distinct().Count().ShouldBe(1000);
        tokens.ShouldAllBe(token => token.StartsWith("pm_", StringComparison.Ordinal) && token.Length == 46);
        TokenText.HashOf(tokens[0]).ShouldBe(SHA256.HashData(Encoding.ASCII.GetBytes(tokens[0])));
    }

    [Theory]
    [InlineData("")]
    [InlineData("pm_")]
    [InlineData("xx_0123456789012345678901234567890123456789012")]
    [InlineData("pm_01234567890123456789012345678901234567890123")]
    public void What_can_be_no_token_has_no_hash(string text) => TokenText.HashOf(text).ShouldBeNull();
}
