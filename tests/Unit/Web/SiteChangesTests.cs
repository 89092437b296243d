using PowerMeter.Web.SiteSettings;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

public sealed class SiteChangesTests
{
    [Theory]
    [InlineData("Home", "Europe/Paris", "EUR", "")]
    [InlineData("", "Europe/Paris", "EUR", "site_name")]
    [InlineData("two\nlines", "Europe/Paris", "EUR", "site_name")]
    [InlineData("Home", "Paris", "EUR", "time_zone")]
    [InlineData("Home", "", "euro", "time_zone currency")]
    public void What_is_wrong_is_said_of_its_field(string name, string zone, string currency, string fields) =>
        string.Join(' ', SiteChanges.Check(name, zone, currency).Select(fault => fault.Field)).ShouldBe(fields);
}
