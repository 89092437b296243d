using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using PowerMeter.Web.FirstRun;
using PowerMeter.Web.Server;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web.FirstRun;

public sealed class FirstRunAccessTests
{
    [Theory]
    [InlineData("192.168.1.20", true)]
    [InlineData("::1", true)]
    [InlineData("[fe80::1]", true)]
    [InlineData("localhost", true)]
    [InlineData("powermeter", true)]
    [InlineData("powermeter.local", true)]
    [InlineData("POWERMETER.LAN", true)]
    [InlineData("meter.fritz.box", true)]
    [InlineData("meter.localdomain", true)]
    [InlineData("attacker.box", false)]
    [InlineData("attackerfritz.box", false)]
    [InlineData("attacker.example", false)]
    [InlineData("192.168.1.20.attacker.example", false)]
    [InlineData("local.attacker.example", false)]
    [InlineData("", false)]
    public void A_name_that_anybody_can_make_point_here_is_not_ours(string host, bool isOurs) => FirstRunAccess.IsOwnName(host).ShouldBe(isOurs);

    [Theory]
    [InlineData("192.168.1.7", "192.168.1.20", null)]
    [InlineData("203.0.113.7", "192.168.1.20", StatusCodes.Status403Forbidden)]
    [InlineData(null, "192.168.1.20", StatusCodes.Status403Forbidden)]
    [InlineData("192.168.1.7", "attacker.example", StatusCodes.Status403Forbidden)]
    public void Only_the_local_network_may(string? address, string host, int? refusal)
    {
        using var access = new FirstRunAccess(Options(""));
        access.RefusalOf(Request(address, host))?.Status.ShouldBe(refusal!.Value);
        if (refusal is null) access.RefusalOf(Request(address, host)).ShouldBeNull();
    }

    [Theory]
    [InlineData("X-Forwarded-For", "203.0.113.7")]
    [InlineData("Forwarded", "for=203.0.113.7")]
    [InlineData("Via", "1.1 proxy")]
    public void What_a_proxy_passes_on_may_come_from_anywhere(string header, string value)
    {
        using var access = new FirstRunAccess(Options(""));
        var http = Request("127.0.0.1", "127.0.0.1");
        http.Request.Headers[header] = value;
        access.RefusalOf(http).ShouldBe((StatusCodes.Status403Forbidden, FirstRunAccess.Proxied));
    }

    [Fact]
    public void What_our_proxy_passes_on_counts_for_whom_it_names_and_for_nobody_when_it_names_none()
    {
        using var access = new FirstRunAccess(Options("192.168.1.5, 127.0.0.1"));
        // The forwarded address stands in the place of the connection's.
        access.RefusalOf(Request("192.168.1.7", "192.168.1.20")).ShouldBeNull();
        access.RefusalOf(Request("203.0.113.7", "192.168.1.20"))!.Value.Sentence.ShouldBe(FirstRunAccess.NotLocal);
        access.RefusalOf(Request("192.168.1.5", "192.168.1.20")).ShouldBe((StatusCodes.Status403Forbidden, FirstRunAccess.Proxied));
        access.RefusalOf(Request("::ffff:127.0.0.1", "127.0.0.1")).ShouldBe((StatusCodes.Status403Forbidden, FirstRunAccess.Proxied));
    }

    [Fact]
    public void Who_asks_without_end_is_slowed_down_and_nobody_else()
    {
        using var access = new FirstRunAccess(Options(""));
        for (var i = 0; i < 120; i++) access.RefusalOf(Request("192.168.1.7", "192.168.1.20")).ShouldBeNull();
        access.RefusalOf(Request("192.168.1.7", "192.168.1.20"))!.Value.Status.ShouldBe(StatusCodes.Status429TooManyRequests);
        access.RefusalOf(Request("192.168.1.8", "192.168.1.20")).ShouldBeNull();
    }

    private static WebOptions Options(string proxies) =>
        WebOptions.Read(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Web:Proxies"] = proxies }).Build());

    private static DefaultHttpContext Request(string? address, string host) => new()
    {
        Connection = { RemoteIpAddress = address is null ? null : IPAddress.Parse(address) },
        Request = { Host = new HostString(host, 8080) },
    };
}
