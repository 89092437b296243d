using System.Net;
using Microsoft.Extensions.Configuration;
using PowerMeter.Shared.Hosting;
using PowerMeter.Web.Offers;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

public sealed class OfferSourcesTests
{
    private static readonly Uri Somewhere = new("https://offers.example/list.json");

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.1")]
    [InlineData("2a00:1450:4007:80e::200e")]
    [InlineData("::ffff:8.8.8.8")]
    public void The_public_internet_may_be_asked(string ip) => OfferSources.Public([]).Allows(Somewhere, IPAddress.Parse(ip)).ShouldBeTrue();

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("10.1.2.3")]
    [InlineData("100.64.0.1")]
    [InlineData("127.0.0.1")]
    [InlineData("127.9.9.9")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("fd00::1")]
    [InlineData("fe80::1")]
    [InlineData("ff02::1")]
    public void What_only_this_machine_reaches_may_not(string ip)
    {
        OfferSources.Public([]).Allows(Somewhere, IPAddress.Parse(ip)).ShouldBeFalse();
        OfferSources.Anywhere.Allows(Somewhere, IPAddress.Parse(ip)).ShouldBeTrue();
    }

    [Theory]
    [InlineData("nas.home", "http://nas.home/x", true)]
    [InlineData("nas.home", "http://NAS.home:8000/x", true)]
    [InlineData("nas.home:8000", "http://nas.home:8000/x", true)]
    [InlineData("nas.home:8000", "http://nas.home:8001/x", false)]
    [InlineData("nas.home:80", "http://nas.home/x", true)]
    [InlineData("nas.home", "http://evil.nas.home/x", false)]
    [InlineData("192.168.1.5", "http://192.168.1.5/x", true)]
    [InlineData("192.168.1.5", "http://192.168.1.50/x", false)]
    [InlineData("[fd00::5]:8000", "http://[fd00::5]:8000/x", true)]
    public void A_host_that_the_setting_names_may_be_asked(string host, string url, bool allowed) =>
        OfferSources.Public([host]).Allows(new Uri(url), IPAddress.Parse("192.168.1.5")).ShouldBe(allowed);

    [Theory]
    [InlineData("ftp://example.org/list.json")]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://example.org/")]
    [InlineData("https://user:secret@example.org/list.json")]
    [InlineData("example.org/list.json")]
    [InlineData("/list.json")]
    [InlineData("https://")]
    [InlineData("")]
    public void Only_addresses_of_the_web_without_a_login_are_read(string url)
    {
        var error = Should.Throw<OfferSourceException>(() => OfferSources.Parse(url));
        error.IsRefused.ShouldBeTrue();
        error.Message.ShouldContain("such as https://example.org/offers.json");
        error.Message.ShouldNotContain("secret");
    }

    [Fact]
    public void What_follows_the_question_mark_is_not_said() =>
        OfferSources.Plain(OfferSources.Parse("https://example.org/list.json?key=secret#part")).ShouldBe("https://example.org/list.json");

    [Theory]
    [InlineData(null, new string[0])]
    [InlineData("none", new string[0])]
    [InlineData("nas.home", new[] { "nas.home" })]
    [InlineData("nas.home:8000, 192.168.1.5", new[] { "nas.home:8000", "192.168.1.5" })]
    public void The_setting_is_a_list_of_hosts(string? given, string[] hosts) => Read(given).ShouldBe(hosts);

    [Theory]
    [InlineData("")]
    [InlineData("nas.home,")]
    [InlineData("http://nas.home")]
    [InlineData("nas.home/list.json")]
    [InlineData("nas.home/")]
    [InlineData("nas.home:99999")]
    [InlineData("user@nas.home")]
    [InlineData("nas home")]
    public void Another_setting_is_refused(string given) =>
        Should.Throw<SettingException>(() => Read(given)).Message.ShouldBe($"Web:OffersFrom is '{given}'; allowed: none, or hosts with commas between them, such as nas.home or 192.168.1.5:8000.");

    private static IReadOnlyList<string> Read(string? given)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["OffersFrom"] = given }).Build();
        return OfferSources.ReadHosts(new SettingReader(configuration, "Web"));
    }
}
