using Microsoft.AspNetCore.Http;
using PowerMeter.Web.Accounts;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

public sealed class CrossSiteTests
{
    [Theory]
    [InlineData("", "", false)]
    [InlineData("same-origin", "", false)]
    [InlineData("none", "", false)]
    [InlineData("same-site", "", true)]
    [InlineData("cross-site", "http://meter.local", true)]
    [InlineData("", "http://meter.local", false)]
    [InlineData("", "http://meter.local:80", false)]
    [InlineData("", "http://meter.local:8080", true)]
    [InlineData("", "http://evil.example", true)]
    [InlineData("", "null", true)]
    [InlineData("same-site", "http://meter.local", true)]
    public void A_browser_tells_where_a_call_comes_from(string site, string origin, bool isFromElsewhere)
    {
        var request = new DefaultHttpContext().Request;
        request.Scheme = "http";
        request.Host = new HostString("meter.local");
        if (site.Length > 0) request.Headers["Sec-Fetch-Site"] = site;
        if (origin.Length > 0) request.Headers.Origin = origin;
        CrossSite.IsFromElsewhere(request).ShouldBe(isFromElsewhere);
    }
}
