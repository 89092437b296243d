using System.Globalization;
using System.Text;
using PowerMeter.Shared.Tariffs;
using PowerMeter.Web.Offers;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

public sealed class OfferListTests
{
    private const string Prices = "\"day_slope_watt_euros\":0.2,\"day_constant_watt_euros\":10";

    private static IReadOnlyList<ListedOffer> Parse(string json) => OfferList.Parse(Encoding.UTF8.GetBytes(json));

    private static ListedOffer One(string fields) => Parse($"[{{\"name\":\"x\",{Prices}{fields}}}]").ShouldHaveSingleItem();

    [Fact]
    public void CitizenWatts_own_form_is_read() => Parse(
        """
        [{"name": "Tarif de nuit", "type_name": "Électricité", "day_constant_watt_euros": 12.44, "day_slope_watt_euros": 0.2460,
          "night_constant_watt_euros": 12.44, "night_slope_watt_euros": 0.1828, "threshold": "6000"}]
        """).ShouldHaveSingleItem().ShouldBe(new ListedOffer("Tarif de nuit", "Electricity", 6000, new Offer(0.2460m, 0.1828m, 12.44m, "", true, 20, null, null)));

    [Fact]
    public void Our_fields_are_read_too() => One(
        """
        ,"night_slope_watt_euros":0.1,"off_peak":"Sat, sun 00:00-24:00","prices_include_vat":false,"vat_percent":5.5,
        "offered_on":"2026-08-01","source":"a price sheet"
        """).Offer.ShouldBe(new Offer(0.2m, 0.1m, 10, "sat,sun 00:00-24:00", false, 5.5m, new DateOnly(2026, 8, 1), "a price sheet"));

    [Fact]
    public void What_a_base_station_tells_of_its_providers_is_a_list() => Parse(
        """
        {"data":[{"id":3,"name":"EDF","type_id":1,"current":1,"threshold":null,"day_slope_watt_euros":0.2,"day_constant_watt_euros":10,
          "night_slope_watt_euros":0.1,"night_constant_watt_euros":10.0,"start_night_rate":"22:30","end_night_rate":"06:30"}]}
        """).ShouldHaveSingleItem().ShouldBe(new ListedOffer("EDF", "Electricity", null, new Offer(0.2m, 0.1m, 10, "22:30-06:30", true, 20, null, null)));

    [Theory]
    [InlineData("", "night is day", "0.2", "10")]
    [InlineData(",\"night_slope_watt_euros\":\"0.1\"", "a number as a text", "0.1", "10")]
    [InlineData(",\"night_slope_watt_euros\":1.5e-1", "an exponent", "0.15", "10")]
    [InlineData(",\"night_slope_watt_euros\":0.15740000000000001", "a binary fraction", "0.1574", "10")]
    [InlineData(",\"night_slope_watt_euros\":-0.05,\"night_constant_watt_euros\":10.00001", "below zero", "-0.05", "10")]
    public void Numbers_are_read_exactly(string fields, string why, string night, string charge)
    {
        var offer = One(fields).Offer;
        offer.NightPricePerKwh.ShouldBe(decimal.Parse(night, System.Globalization.CultureInfo.InvariantCulture), why);
        offer.StandingChargePerMonth.ShouldBe(decimal.Parse(charge, System.Globalization.CultureInfo.InvariantCulture), why);
    }

    [Fact]
    public void The_same_start_and_end_are_no_hours() => One(",\"start_night_rate\":\"00:00\",\"end_night_rate\":\"00:00\"").Offer.OffPeak.ShouldBe("");

    [Theory]
    [InlineData(",\"day_slop_watt_euros\":1", "'day_slop_watt_euros' is not a field; allowed: name, type_name")]
    [InlineData(",\"threshold\":0", "threshold is 0; allowed: a number from 1 to 1000000 watts")]
    [InlineData(",\"threshold\":6000.5", "threshold is 6000.5; allowed: a whole number of watts, or null")]
    [InlineData(",\"threshold\":\"6 kVA\"", "threshold is '6 kVA'; allowed")]
    [InlineData(",\"threshold\":[6000]", "threshold is an array; allowed")]
    [InlineData(",\"night_slope_watt_euros\":101", "night_slope_watt_euros is 101; allowed: a number from -100 to 100 euros a kWh")]
    [InlineData(",\"night_slope_watt_euros\":1e400", "night_slope_watt_euros is 1e400; allowed")]
    [InlineData(",\"night_slope_watt_euros\":\"NaN\"", "night_slope_watt_euros is 'NaN'; allowed")]
    [InlineData(",\"night_slope_watt_euros\":\"0,2\"", "night_slope_watt_euros is '0,2'; allowed")]
    [InlineData(",\"night_slope_watt_euros\":null", "night_slope_watt_euros is null; allowed")]
    [InlineData(",\"night_constant_watt_euros\":11", "night_constant_watt_euros is 11; allowed: the same as day_constant_watt_euros")]
    [InlineData(",\"night_constant_watt_euros\":-1", "night_constant_watt_euros is -1; allowed: a number from 0 to 100000 euros a month")]
    [InlineData(",\"type_name\":\"Gas\"", "type_name is 'Gas'; allowed: Electricity or Électricité")]
    [InlineData(",\"off_peak\":\"22h-6h\"", "off_peak is '22h-6h'; allowed: off-peak hours such as '22:30-06:30'")]
    [InlineData(",\"off_peak\":5", "off_peak is 5; allowed: a text of")]
    [InlineData(",\"start_night_rate\":\"22:30\"", "end_night_rate is missing; allowed: hh:mm, both or neither")]
    [InlineData(",\"end_night_rate\":\"22:30\"", "start_night_rate is missing; allowed: hh:mm, both or neither")]
    [InlineData(",\"start_night_rate\":\"22:30\",\"end_night_rate\":\"25:00\"", "start_night_rate-end_night_rate is '22:30-25:00'; allowed: off-peak hours such as")]
    [InlineData(",\"start_night_rate\":\"22:30\",\"end_night_rate\":\"06:30\",\"off_peak\":\"22:30-06:30\"", "off_peak is '22:30-06:30', and start_night_rate '22:30'; allowed")]
    [InlineData(",\"prices_include_vat\":1", "prices_include_vat is 1; allowed: true or false")]
    [InlineData(",\"vat_percent\":100.1", "vat_percent is 100.1; allowed: a number from 0 to 100 percent")]
    [InlineData(",\"offered_on\":\"01/08/2026\"", "offered_on is '01/08/2026'; allowed: a date such as 2026-08-01")]
    [InlineData(",\"offered_on\":\"1999-12-31\"", "offered_on is '1999-12-31'; allowed: a date")]
    [InlineData(",\"offered_on\":\"2026-02-30\"", "offered_on is '2026-02-30'; allowed: a date")]
    [InlineData(",\"source\":\"\"", "source is ''; allowed: a text of 1 to 256 characters")]
    [InlineData(",\"vat_percent\":20,\"vat_percent\":20", "vat_percent stands there twice; allowed: once")]
    public void A_wrong_field_is_named_with_its_offer(string fields, string reason) => Should.Throw<OfferFormatException>(
        () => Parse($"[{{\"name\":\"good\",{Prices}}},{{\"name\":\"bad\",{Prices}{fields}}}]")).Message.ShouldStartWith($"Offer 1: {reason}");

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"  \"")]
    [InlineData("5")]
    [InlineData("null")]
    [InlineData("\"a\\u0000b\"")]
    [InlineData("\"a\\nb\"")]
    public void A_name_that_is_none_is_refused(string name) =>
        Should.Throw<OfferFormatException>(() => Parse($"[{{\"name\":{name},{Prices}}}]")).Message.ShouldStartWith("Offer 0: name is ");

    [Fact]
    public void A_name_may_have_128_characters_and_no_more()
    {
        Parse($"[{{\"name\":\"{new string('é', 128)}\",{Prices}}}]").Single().Name.Length.ShouldBe(128);
        var error = Should.Throw<OfferFormatException>(() => Parse($"[{{\"name\":\"{new string('é', 129)}\",{Prices}}}]"));
        error.Message.ShouldContain("1 to 128 characters");
        error.Message.Length.ShouldBeLessThan(200);
    }

    [Theory]
    [InlineData("", "not JSON: look at line 1, byte 1")]
    [InlineData("[", "not JSON")]
    [InlineData("<html>", "not JSON")]
    [InlineData("[]", "has 0 offers; allowed: 1 to 1000")]
    [InlineData("{}", "is an object; allowed: a JSON array of offers")]
    [InlineData("{\"data\":null}", "is null; allowed: a JSON array")]
    [InlineData("\"x\"", "is 'x'; allowed: a JSON array")]
    [InlineData("[3]", "Offer 0: It is 3; allowed: an object")]
    [InlineData("[{}]", "Offer 0: day_slope_watt_euros is missing; allowed: a number from -100 to 100")]
    [InlineData("[{\"day_slope_watt_euros\":1}]", "Offer 0: day_constant_watt_euros is missing")]
    [InlineData("[{\"day_slope_watt_euros\":1,\"day_constant_watt_euros\":1}]", "Offer 0: name is missing")]
    [InlineData("[{\"name\":\"\\ud800\",\"day_slope_watt_euros\":1,\"day_constant_watt_euros\":1}]", "no Unicode")]
    [InlineData("[{\"\\ud800\":1}]", "no Unicode")]
    public void What_is_no_list_is_refused(string json, string reason) => Should.Throw<OfferFormatException>(() => Parse(json)).Message.ShouldContain(reason);

    [Theory]
    [InlineData("{}", "La liste est un objet\u202f; permis\u00a0: un tableau JSON d’offres (docs/offers.md).")]
    [InlineData("[{\"name\":\"x\"}]", "Offre 0\u00a0: day_slope_watt_euros manque\u202f; permis\u00a0: un nombre de -100 à 100 euros par kWh.")]
    [InlineData("[{\"day_slope_watt_euros\":1,\"day_constant_watt_euros\":1,\"name\":\"x\",\"offered_on\":\"01/08/2026\"}]",
        "Offre 0\u00a0: offered_on vaut «\u00a001/08/2026\u00a0»\u202f; permis\u00a0: une date comme 2026-08-01, des années 2000 à 2099.")]
    public void A_page_says_it_in_its_readers_language(string json, string french) =>
        Should.Throw<OfferFormatException>(() => Parse(json)).Sentence.In(CultureInfo.GetCultureInfo("fr-FR")).ShouldBe(french);

    [Fact]
    public void A_name_stands_there_once() => Should.Throw<OfferFormatException>(
        () => Parse($"[{{\"name\":\"x\",{Prices}}},{{\"name\":\" x \",{Prices}}}]")).Message.ShouldBe("Offer 1: name is 'x', as that of offer 0; allowed: each name once.");

    [Fact]
    public void A_list_is_not_without_bounds()
    {
        var many = string.Join(',', Enumerable.Range(0, OfferList.MostOffers + 1).Select(i => $"{{\"name\":\"{i}\",{Prices}}}"));
        Should.Throw<OfferFormatException>(() => Parse($"[{many}]")).Message.ShouldContain("has 1001 offers; allowed: 1 to 1000");
        Should.Throw<OfferFormatException>(() => Parse(new string(' ', OfferList.LargestList + 1))).Message.ShouldContain("has 1048577 bytes");
        Should.Throw<OfferFormatException>(() => Parse(new string('[', 1000))).Message.ShouldContain("not JSON");
    }

    [Fact]
    public void A_byte_order_mark_is_passed_over() => Parse($"\uFEFF[{{\"name\":\"x\",{Prices}}}]").ShouldHaveSingleItem();

    [Fact]
    public void The_list_that_comes_with_the_program_is_whole()
    {
        var offers = ShippedOffers.Read();
        offers.Count.ShouldBeGreaterThan(20);
        offers.ShouldAllBe(offer => offer.ThresholdWatts > 0 && offer.Offer.OfferedOn != null && offer.Offer.Source != null && offer.Offer.PricesIncludeVat);
        offers.ShouldAllBe(offer => offer.Offer.DayPricePerKwh > 0.1m && offer.Offer.DayPricePerKwh < 0.5m && offer.Offer.StandingChargePerMonth > 5 && offer.Offer.StandingChargePerMonth < 60);
        // Two prices go with hours, and one price with none.
        offers.ShouldAllBe(offer => offer.Offer.DayPricePerKwh != offer.Offer.NightPricePerKwh == (OffPeakSchedule.Parse(offer.Offer.OffPeak).Text.Length > 0));
        var sixKva = offers.Single(offer => offer.Name == "EDF Tarif Bleu Heures Creuses 6 kVA");
        sixKva.ThresholdWatts.ShouldBe(6000);
        sixKva.Offer.OfferedOn.ShouldBe(new DateOnly(2026, 8, 1));
    }
}
