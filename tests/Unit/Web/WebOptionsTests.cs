using Microsoft.Extensions.Configuration;
using PowerMeter.Shared.Hosting;
using PowerMeter.Web.Server;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

public sealed class WebOptionsTests
{
    private static WebOptions Read(string? mostIds) =>
        WebOptions.Read(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Web:MostIds"] = mostIds }).Build());

    [Theory]
    [InlineData(null, 500)]
    [InlineData("1", 1)]
    [InlineData("10000", 10_000)]
    public void The_widest_range_of_ids_is_a_setting(string? given, int expected) => Read(given).MostIds.ShouldBe(expected);

    [Theory]
    [InlineData("0")]
    [InlineData("10001")]
    [InlineData("many")]
    public void One_out_of_bounds_is_refused_with_what_is_allowed(string given) =>
        Should.Throw<SettingException>(() => Read(given)).Message.ShouldContain("a whole number from 1 to 10000");
}
