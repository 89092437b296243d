using System.Net;
using PowerMeter.Web.Monitoring;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

public sealed class PrivateAddressTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("10.0.0.1")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.20")]
    [InlineData("169.254.3.4")]
    [InlineData("::1")]
    [InlineData("fc00::1")]
    [InlineData("fdff:ffff::1")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%2")]
    [InlineData("::ffff:192.168.1.20")]
    [InlineData("::ffff:127.0.0.1")]
    public void It_is_of_the_local_network(string address) => PrivateAddress.Is(IPAddress.Parse(address)).ShouldBeTrue();

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("11.0.0.1")]
    [InlineData("9.255.255.255")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("192.167.1.1")]
    [InlineData("192.169.1.1")]
    [InlineData("169.253.1.1")]
    [InlineData("100.64.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("2001:db8::1")]
    [InlineData("fe00::1")]
    [InlineData("fec0::1")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("::ffff:172.32.0.1")]
    public void It_is_of_the_internet(string address) => PrivateAddress.Is(IPAddress.Parse(address)).ShouldBeFalse();

    [Fact]
    public void An_address_that_is_not_known_is_not_private() => PrivateAddress.Is(null).ShouldBeFalse();
}
