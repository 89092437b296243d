using PowerMeter.Processor.W3bstream.Delivery;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.W3bstream;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Processor.W3bstream.Delivery;

public sealed class PublishUrlTests
{
    private const string Id = "eventID=0b5a3c1e-0000-4000-8000-00000000ffff";

    private static readonly Guid Event = new("0b5a3c1e-0000-4000-8000-00000000ffff");

    private static string Build(string url, W3bstreamProfile profile = W3bstreamProfile.Devnet) =>
        new PublishUrl(url, profile).For(Event, 1_677_091_165_000_999).OriginalString;

    [Theory]
    [InlineData("https://h/srv/project/1/event", $"https://h/srv/project/1/event?eventType=DATA&{Id}&timestamp=1677091165000")]
    [InlineData("https://h/e?eventType=ANALYTICS", $"https://h/e?eventType=ANALYTICS&{Id}&timestamp=1677091165000")]
    [InlineData("https://h/e?eventID=fixed&x=1", "https://h/e?eventID=fixed&x=1&eventType=DATA&timestamp=1677091165000")]
    [InlineData("https://h/e?eventtype=a&EVENTID=b", $"https://h/e?eventtype=a&EVENTID=b&eventType=DATA&{Id}&timestamp=1677091165000")]
    [InlineData("https://h/e?eventType=a&eventID=b&timestamp=c", "https://h/e?eventType=a&eventID=b&timestamp=c")]
    [InlineData("https://h/e?eventType&eventID&timestamp", "https://h/e?eventType&eventID&timestamp")]
    [InlineData("https://h/e?%65ventType=a", $"https://h/e?%65ventType=a&{Id}&timestamp=1677091165000")]
    [InlineData("https://h/e?", $"https://h/e?eventType=DATA&{Id}&timestamp=1677091165000")]
    [InlineData("https://h/e?a=b&", $"https://h/e?a=b&eventType=DATA&{Id}&timestamp=1677091165000")]
    [InlineData("https://h?a=b", $"https://h/?a=b&eventType=DATA&{Id}&timestamp=1677091165000")]
    [InlineData("https://h", $"https://h/?eventType=DATA&{Id}&timestamp=1677091165000")]
    [InlineData("http://h:8080/e", $"http://h:8080/e?eventType=DATA&{Id}&timestamp=1677091165000")]
    public void Parameters_are_added_where_the_url_lacks_them(string url, string expected) => Build(url).ShouldBe(expected);

    [Theory]
    [InlineData("https://h/a/../b/%7Euser//x;y=1?q=%41+%2f|{}&eventType=a&eventID=b&timestamp=c", "/a/../b/%7Euser//x;y=1?q=%41+%2f|{}&eventType=a&eventID=b&timestamp=c")]
    [InlineData("https://h/%c3%a9?eventType=a&eventID=b&timestamp=c", "/%c3%a9?eventType=a&eventID=b&timestamp=c")]
    public void What_was_set_is_sent_byte_for_byte(string url, string sent) =>
        new PublishUrl(url, W3bstreamProfile.Devnet).For(Event, 0).PathAndQuery.ShouldBe(sent);

    [Theory]
    [InlineData("https://h", "https://h/v1/task")]
    [InlineData("https://h/", "https://h/v1/task")]
    [InlineData("https://h/prefix//", "https://h/prefix/v1/task")]
    [InlineData("https://h/p?key=1", "https://h/p/v1/task?key=1")]
    public void A_task_goes_below_the_host(string url, string expected) => Build(url, W3bstreamProfile.Task).ShouldBe(expected);

    [Fact]
    public void An_id_of_a_task_leads_nowhere_else()
    {
        var url = new PublishUrl("https://h/", W3bstreamProfile.Task);
        url.ForTask("0xab")!.OriginalString.ShouldBe("https://h/v1/task/0xab");
        url.ForTask("../x?y#z")!.OriginalString.ShouldBe("https://h/v1/task/..%2Fx%3Fy%23z");
        url.ForTask("..").ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("/event")]
    [InlineData("host/event")]
    [InlineData("ftp://h/e")]
    [InlineData("http:/h/e")]
    [InlineData("http://")]
    [InlineData("https://h/a b")]
    [InlineData("https://h/e#part")]
    [InlineData("https://h/é")]
    [InlineData("https://h/\r\nX: 1")]
    [InlineData("https://user:hidden@h/e?key=hidden")]
    public void What_is_no_such_url_is_refused_and_no_secret_is_said(string url) =>
        Should.Throw<SettingException>(() => new PublishUrl(url, W3bstreamProfile.Devnet)).Message.ShouldSatisfyAllConditions(
            message => message.ShouldContain("allowed: an absolute URL"), message => message.ShouldNotContain("hidden"));

    [Theory]
    [InlineData("proxy.lan:3128")]
    [InlineData("https://proxy.lan")]
    [InlineData("http://user:hidden@")]
    [InlineData("ftp://user:hidden@proxy")]
    [InlineData("http://proxy.lan/path")]
    public void What_is_no_proxy_is_refused_and_no_password_is_said(string proxy) =>
        Should.Throw<SettingException>(() => ProxyAddress.Parse(proxy)).Message.ShouldSatisfyAllConditions(
            message => message.ShouldStartWith("W3bstream:Proxy is '"), message => message.ShouldNotContain("hidden"));

    [Fact]
    public void A_proxy_keeps_its_user_apart_from_its_address()
    {
        var proxy = ProxyAddress.Parse("http://me:p%40ss@proxy.lan:3128")!;
        proxy.Address!.ToString().ShouldBe("http://proxy.lan:3128/");
        var user = proxy.Credentials!.GetCredential(proxy.Address, "Basic")!;
        (user.UserName, user.Password).ShouldBe(("me", "p@ss"));
        ProxyAddress.Parse("").ShouldBeNull();
    }
}
