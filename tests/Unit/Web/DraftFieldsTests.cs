using System.Globalization;
using PowerMeter.Shared.Sensors;
using PowerMeter.Web.Components.SensorSetup;
using PowerMeter.Web.SensorSetup;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

public sealed class DraftFieldsTests
{
    private static readonly SensorKind Ina219 = SensorKind.Named("ina219");

    [Theory]
    [InlineData("fr-FR", "0,05", "0.05")]
    [InlineData("fr-FR", "1 000,5", "1000.5")]
    [InlineData("en-GB", "0.05", "0.05")]
    [InlineData("en-GB", "0,05", "0.05")]
    [InlineData("en-GB", "1,000", "1000")]
    [InlineData("en-GB", "12,345,678.9", "12345678.9")]
    [InlineData("fr-FR", "−3", "-3")]
    [InlineData("fr-FR", " beaucoup ", "beaucoup")]
    public void A_number_is_taken_as_its_reader_writes_it(string culture, string typed, string stored)
    {
        var fields = Blank(culture);
        fields["settings.shunt_ohms"] = typed;
        fields.ToDraft().Settings["shunt_ohms"].ShouldBe(stored);
    }

    [Fact]
    public void A_stored_number_is_shown_with_the_readers_decimal_separator()
    {
        var draft = new SensorDraft("ina219", "Panel") { Settings = new Dictionary<string, string> { ["shunt_ohms"] = "0.05" }, PeriodSeconds = 0.5 };
        var fields = DraftFields.Of(draft, Ina219, CultureInfo.GetCultureInfo("fr-FR"));
        (fields["settings.shunt_ohms"], fields["period_s"], fields["name"]).ShouldBe(("0,05", "0,5", "Panel"));
        fields.ToDraft().Settings.ShouldBe(draft.Settings);
        fields.ToDraft().PeriodSeconds.ShouldBe(0.5);
    }

    [Fact]
    public void What_is_empty_or_as_by_default_is_not_set()
    {
        var fields = Blank("en-GB");
        fields["settings.bus_range"].ShouldBe("32");
        fields.ToDraft().Settings.ShouldBeEmpty();
        fields.ToDraft().PeriodSeconds.ShouldBeNull();
        fields["settings.bus_range"] = "16";
        fields.ToDraft().Settings.ShouldBe(new Dictionary<string, string> { ["bus_range"] = "16" });
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("-1")]
    [InlineData("1e400")]
    public void A_period_that_is_no_number_is_a_fault_and_no_period_that_could_be_stored(string typed)
    {
        var fields = Blank("en-GB");
        fields["period_s"] = typed;
        fields.Faults.ShouldHaveSingleItem().Field.ShouldBe("period_s");
        fields.ToDraft().PeriodSeconds.ShouldBe(0);
    }

    private static DraftFields Blank(string culture) => DraftFields.Of(new SensorDraft("ina219", "Panel"), Ina219, CultureInfo.GetCultureInfo(culture));
}
