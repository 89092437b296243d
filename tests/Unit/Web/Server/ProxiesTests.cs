using System.Net;
using PowerMeter.Shared.Hosting;
using PowerMeter.Web.Server;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web.Server;

public sealed class ProxiesTests
{
    [Theory]
    [InlineData("", "10.0.0.1", false)]
    [InlineData("10.0.0.1", "10.0.0.1", true)]
    [InlineData("10.0.0.1", "::ffff:10.0.0.1", true)]
    [InlineData("10.0.0.1", "10.0.0.2", false)]
    [InlineData("192.168.1.5, 10.0.0.0/24, ::1", "10.0.0.200", true)]
    [InlineData("192.168.1.5, 10.0.0.0/24, ::1", "::1", true)]
    [InlineData("fd00::/8", "fd12::1", true)]
    public void Addresses_and_networks_are_known(string setting, string address, bool known) =>
        Proxies.Are(Proxies.Parse("Web:Proxies", setting), IPAddress.Parse(address)).ShouldBe(known);

    [Theory]
    [InlineData("proxy.home")]
    [InlineData("10.0.0.1,")]
    [InlineData("10.0.0.1/24")]
    [InlineData("10.0.0.0/33")]
    public void What_is_neither_is_refused(string setting) =>
        Should.Throw<SettingException>(() => Proxies.Parse("Web:Proxies", setting)).Message.ShouldStartWith($"Web:Proxies is '{setting}'; allowed: addresses or networks");
}
