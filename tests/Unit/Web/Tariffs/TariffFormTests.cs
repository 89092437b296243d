using System.Globalization;
using NodaTime;
using PowerMeter.Web.Tariffs;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web.Tariffs;

public sealed class TariffFormTests
{
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");
    private static readonly CultureInfo French = CultureInfo.GetCultureInfo("fr-FR");

    private static readonly TariffDraft Draft = new("EDF Tarif Bleu 6 kVA")
    {
        PeakPricePerKwh = 0.2142m,
        OffPeakPricePerKwh = 0.158900m,
        StandingChargePerMonth = 15.8600m,
        PricesIncludeVat = false,
        VatPercent = 5.50m,
        OffPeak = "22:30-06:30",
        ThresholdW = 6000,
    };

    [Theory]
    [InlineData("en-GB", "0.1589", "5.5")]
    [InlineData("fr-FR", "0,1589", "5,5")]
    public void A_draft_comes_back_as_it_went_into_the_form(string culture, string offPeakPrice, string vat)
    {
        var form = TariffForm.Of(Draft, CultureInfo.GetCultureInfo(culture));
        (form.OffPeakPrice, form.VatPercent, form.Threshold, form.ThresholdUnit).ShouldBe((offPeakPrice, vat, "6", "kVA"));
        var back = form.ToDraft();
        back.Unread.ShouldBeEmpty();
        (back with { Unread = Draft.Unread }).ShouldBe(Draft);
    }

    [Theory]
    [InlineData("0,2142", "fr-FR", "0.2142")]
    [InlineData("0.2142", "fr-FR", "0.2142")]
    [InlineData("1 234,5", "fr-FR", "1234.5")]
    [InlineData("−0.05", "en-GB", "-0.05")]
    // In English a comma parts thousands or is a slip: 2,142 must not become 2.142, nor 2142.
    [InlineData("2,142", "en-GB", null)]
    [InlineData("1,2,3", "fr-FR", null)]
    [InlineData("1e3", "en-GB", null)]
    [InlineData("12 €", "fr-FR", null)]
    [InlineData("", "fr-FR", null)]
    public void Numbers_are_read_as_they_are_written_in_the_language(string text, string culture, string? number) =>
        TariffForm.NumberOf(text, CultureInfo.GetCultureInfo(culture)).ShouldBe(number is null ? null : decimal.Parse(number, CultureInfo.InvariantCulture));

    [Fact]
    public void The_subscribed_power_is_kilovoltamperes_or_watts()
    {
        var form = TariffForm.Of(Draft with { ThresholdW = 2345 }, French);
        (form.Threshold, form.ThresholdUnit).ShouldBe(("2345", "W"));
        (form.Threshold, form.ThresholdUnit) = ("7,36", "kVA");
        form.ToDraft().ThresholdW.ShouldBe(7360);
        form.Threshold = " ";
        form.ToDraft().ThresholdW.ShouldBeNull();
        form.Threshold = "0,0001";
        form.ToDraft().Unread.Single().Field.ShouldBe("threshold_w");
        form.Threshold = "99999999999999999999999999999999";
        form.ToDraft().Unread.Single().Field.ShouldBe("threshold_w");
    }

    [Fact]
    public void What_is_no_number_keeps_the_draft_from_being_saved()
    {
        var form = TariffForm.Of(Draft, English);
        (form.PeakPrice, form.OffPeakPrice, form.StandingCharge, form.VatPercent) = ("dear", "", "", "");
        var faults = new TariffDrafts().Check(form.ToDraft());
        faults.Select(fault => (fault.Field, fault.Key)).ShouldBe([("peak_price_per_kwh", "Tariffs_Bad_Price"), ("off_peak_price_per_kwh", "Tariffs_Bad_NoPrice")]);
        form.HasTwoPrices = false;
        new TariffDrafts().Check(form.ToDraft()).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("provider", "Tariffs_Bad_NoProvider")]
    [InlineData("peak_price_per_kwh", "Tariffs_Bad_Price")]
    [InlineData("standing_charge_per_month", "Tariffs_Bad_Charge")]
    [InlineData("vat_percent", "Tariffs_Bad_Vat")]
    [InlineData("threshold_w", "Tariffs_Bad_Threshold")]
    [InlineData("off_peak", "Tariffs_Bad_OffPeak")]
    public void Each_bound_has_its_fault_beside_its_field(string field, string key)
    {
        var wrong = field switch
        {
            "provider" => Draft with { Provider = "  " },
            "peak_price_per_kwh" => Draft with { PeakPricePerKwh = 0.1234567m },
            "standing_charge_per_month" => Draft with { StandingChargePerMonth = -1 },
            "vat_percent" => Draft with { VatPercent = 100.01m },
            "threshold_w" => Draft with { ThresholdW = 0 },
            _ => Draft with { OffPeak = "from ten to six" },
        };
        var fault = new TariffDrafts().Check(wrong).ShouldHaveSingleItem();
        (fault.Field, fault.Key).ShouldBe((field, key));
        new TariffDrafts().Check(Draft).ShouldBeEmpty();
    }

    [Fact]
    public void One_price_has_no_hours_and_two_prices_need_them()
    {
        var one = new TariffDrafts().ToEntry(Draft with { OffPeakPricePerKwh = null }, new LocalDate(2026, 1, 1));
        (one.NightPricePerKwh, one.OffPeak.Text).ShouldBe((0.2142m, ""));
        new TariffDrafts().Check(Draft with { OffPeak = "" }).Single().Key.ShouldBe("Tariffs_Bad_NoHours");
    }
}
