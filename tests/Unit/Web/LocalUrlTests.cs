using PowerMeter.Web.Accounts;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

public sealed class LocalUrlTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/conso?scale=week&unit=kwh")]
    [InlineData("/caf%C3%A9")]
    public void A_path_of_this_site_is_kept(string address) => LocalUrl.OrHome(address).ShouldBe(address);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("conso")]
    [InlineData("//elsewhere")]
    [InlineData("/\\elsewhere")]
    [InlineData("/\t/elsewhere")]
    [InlineData("/é")]
    [InlineData("/\u2028")]
    [InlineData("https://elsewhere")]
    public void Anything_else_leads_home(string? address) => LocalUrl.OrHome(address).ShouldBe(LocalUrl.Home);
}
