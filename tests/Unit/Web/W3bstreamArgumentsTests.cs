using PowerMeter.Shared.Hosting;
using PowerMeter.Web.Setup;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

/// <summary>KEY=VALUE of the command line.</summary>
public sealed class W3bstreamArgumentsTests
{
    private static string? NoToken() => null;

    [Fact]
    public void Settings_are_read_by_their_names()
    {
        var change = W3bstreamArguments.Parse(["publish_url=https://h/p?a=b", "token=-", "sensors=1,3", "window_s=10", "reward_steps=3:10"], () => "pub_1\n");
        (change.PublishUrl, change.Token, change.WindowSeconds).ShouldBe(("https://h/p?a=b", "pub_1", 10));
        change.Sensors.ShouldBe([1, 3]);
        change.RewardSteps!.Single().BelowWatts.ShouldBe(3);
        change.Profile.ShouldBeNull();
        W3bstreamArguments.Parse(["publish_url=", "token="], NoToken).Fields().ShouldBe(["publish_url", "token"]);
    }

    [Theory]
    [InlineData("token=geheim", "where other users of the machine can see it")]
    [InlineData("geheim", "has no '='")]
    [InlineData("tokn=geheim", "There is no setting 'tokn'")]
    [InlineData("token=-", "nothing came there")]
    [InlineData("window_s=soon", "window_s is 'soon'; allowed: a whole number of seconds from 1 to 300.")]
    public void What_is_not_understood_is_said_and_no_secret_repeated(string word, string message) =>
        Should.Throw<SettingException>(() => W3bstreamArguments.Parse([word], NoToken)).Message.ShouldSatisfyAllConditions(
            said => said.ShouldContain(message), said => said.ShouldNotContain("geheim"));

    [Fact]
    public void Nothing_is_given_twice_and_something_must_be()
    {
        Should.Throw<SettingException>(() => W3bstreamArguments.Parse(["window_s=5", "window_s=6"], NoToken)).Message.ShouldBe("window_s is given twice; allowed: once.");
        Should.Throw<SettingException>(() => W3bstreamArguments.Parse([], NoToken)).Message.ShouldContain("KEY=VALUE");
    }
}
