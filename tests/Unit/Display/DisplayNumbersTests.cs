using PowerMeter.Shared.Display;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Display;

public sealed class DisplayNumbersTests
{
    private static readonly DisplayNumbers English = new(DisplayLanguage.En);
    private static readonly DisplayNumbers French = new(DisplayLanguage.Fr);

    [Theory]
    [InlineData(0, "0.0 W", "0,0 W")]
    [InlineData(-0.01, "0.0 W", "0,0 W")]
    [InlineData(4.64, "4.6 W", "4,6 W")]
    [InlineData(9.94, "9.9 W", "9,9 W")]
    [InlineData(9.96, "10 W", "10 W")]
    [InlineData(231.5, "232 W", "232 W")]
    [InlineData(-1234, "−1,234 W", "−1\u202F234 W")]
    [InlineData(12_345, "12,345 W", "12\u202F345 W")]
    [InlineData(99_999.4, "99,999 W", "99\u202F999 W")]
    [InlineData(99_999.6, "100 kW", "100 kW")]
    [InlineData(123_456, "123 kW", "123 kW")]
    [InlineData(12_345_678, "12,346 kW", "12\u202F346 kW")]
    [InlineData(1e10, "10,000 MW", "10\u202F000 MW")]
    [InlineData(1e300, "999,999,999 MW", "999\u202F999\u202F999 MW")]
    public void A_power_has_the_language_s_separators(double watts, string english, string french)
    {
        Join(English.Power(watts)).ShouldBe(english);
        Join(French.Power(watts)).ShouldBe(french);
    }

    [Theory]
    [InlineData(0, "0.00")]
    [InlineData(6423, "6.42")]
    [InlineData(9994, "9.99")]
    [InlineData(9996, "10.0")]
    [InlineData(99_960, "100")]
    [InlineData(1_234_567, "1,235")]
    [InlineData(-1500, "−1.50")]
    public void Energy_has_three_digits(double wattHours, string expected) => English.KilowattHours(wattHours).ShouldBe(expected);

    [Theory]
    [InlineData(0, "0")]
    [InlineData(10, "10")]
    [InlineData(4.5, "4,5")]
    [InlineData(0.25, "0,25")]
    [InlineData(84.2, "84,2")]
    [InlineData(1234.5, "1\u202F235")]
    public void Tokens_have_no_zeros_that_say_nothing(double tokens, string expected) => French.Tokens(tokens).ShouldBe(expected);

    [Theory]
    [InlineData("1.02", "EUR", true, "1.02", "€")]
    [InlineData("-0.004", "USD", true, "0.00", "$")]
    [InlineData("999.994", "GBP", true, "999.99", "£")]
    [InlineData("999.996", "GBP", true, "1,000", "£")]
    [InlineData("12.34", "CHF", false, "12", "CHF")]
    [InlineData("1.02", "CHF", false, "1.02", "CHF")]
    public void Money_has_cents_while_there_is_room(string amount, string currency, bool withCents, string expected, string sign)
    {
        var money = English.Money(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), currency, withCents);
        money.ShouldBe((expected, sign, true));
        French.Money(1, currency, withCents).CurrencyFirst.ShouldBeFalse();
    }

    private static string Join((string Number, string Unit) power) => $"{power.Number} {power.Unit}";
}
