using Microsoft.Extensions.Configuration;
using PowerMeter.Shared.Hosting;
using PowerMeter.Web.Server;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

public sealed class CorsOriginsTests
{
    private static WebOptions Read(string? origins) => WebOptions.Read(
        new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("Web:CorsOrigins", origins)]).Build());

    [Fact]
    public void Without_the_setting_no_other_site_may_call()
    {
        WebOptions.Read(new ConfigurationBuilder().Build()).CorsOrigins.ShouldBeEmpty();
        Read("").CorsOrigins.ShouldBeEmpty();
    }

    [Fact]
    public void Several_origins_have_commas_between_them() =>
        Read("https://grafana.home:3000, http://192.168.1.7 ,http://[fd00::1]:8123,https://grafana.home:3000").CorsOrigins
            .ShouldBe(["https://grafana.home:3000", "http://192.168.1.7", "http://[fd00::1]:8123"]);

    [Theory]
    [InlineData("*")]
    [InlineData("grafana.home")]
    [InlineData("grafana.home:3000")]
    [InlineData("https://grafana.home/")]
    [InlineData("https://grafana.home:3000/d/1")]
    [InlineData("https://grafana.home:443")]
    [InlineData("http://grafana.home:80")]
    [InlineData("https://Grafana.home")]
    [InlineData("https://*.home")]
    [InlineData("https://user@grafana.home")]
    [InlineData("https://grafana.home?x")]
    [InlineData("ftp://grafana.home")]
    [InlineData("file:///home")]
    [InlineData("null")]
    [InlineData("https://a.home https://b.home")]
    public void What_no_browser_sends_as_an_origin_is_refused(string origin)
    {
        var error = Should.Throw<SettingException>(() => Read($"https://right.home,{origin}"));
        error.Message.ShouldStartWith($"Web:CorsOrigins is '{origin}'; allowed: origins with commas between them");
    }
}
