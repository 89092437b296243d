using PowerMeter.Web.Accounts.Lan;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

public sealed class OwnHostTests
{
    private static bool Is(string host) => OwnHost.Is(host, ["power.example.org"], "cellar.example.net");

    [Theory]
    [InlineData("192.168.1.20")]
    [InlineData("127.0.0.1")]
    [InlineData("fd00::12")]
    [InlineData("localhost")]
    [InlineData("cellar")]
    [InlineData("cellar.local")]
    [InlineData("CELLAR.Local.")]
    [InlineData("cellar.home.arpa")]
    [InlineData("cellar.internal")]
    [InlineData("cellar.lan")]
    [InlineData("cellar.example.net")]
    [InlineData("power.example.org")]
    [InlineData("Power.Example.Org")]
    public void A_name_of_the_own_network_is_its_own(string host) => Is(host).ShouldBeTrue();

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("evil.example")]
    [InlineData("192.168.1.20.evil.example")]
    [InlineData("cellar.local.evil.example")]
    [InlineData("localhost.evil.example")]
    [InlineData("notpower.example.org")]
    [InlineData("power.example.org.evil.example")]
    public void A_name_that_somebody_may_own_is_not(string host) => Is(host).ShouldBeFalse();
}
