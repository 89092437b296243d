using System.Globalization;
using System.Text;
using NodaTime;

namespace PowerMeter.Shared.Display;

/// <summary>
/// Figures as a person reads them from afar: the language's separators, few digits. Written here, since the Processor runs
/// without the cultures of .NET.
/// </summary>
public sealed class DisplayNumbers
{
    private const double Kilowatts = 100_000;
    private const double Megawatts = 1_000_000_000;
    private const double Most = 999_999_999;

    private readonly char _decimals;
    private readonly char _thousands;
    private readonly bool _signFirst;

    public DisplayNumbers(DisplayLanguage language) =>
        (_decimals, _thousands, _signFirst) = language == DisplayLanguage.Fr ? (',', '\u202F', false) : ('.', ',', true);

    /// <returns>Such as (4.6, W), (12,345, W) or (123, kW).</returns>
    /// <param name="watts">What is no number is none.</param>
    public (string Number, string Unit) Power(double watts) => Math.Abs(watts) switch
    {
        < 9.95 => (Fixed((decimal)watts, 1), "W"),
        < Kilowatts - 0.5 => (Fixed((decimal)watts, 0), "W"),
        < Megawatts - 500 => (Fixed((decimal)(watts / 1000), 0), "kW"),
        _ => (Fixed((decimal)Math.Clamp(watts / 1e6, -Most, Most), 0), "MW"),
    };

    /// <summary>Kilowatt-hours: three digits, and thousands in full.</summary>
    public string KilowattHours(double wattHours) => Short(wattHours / 1000, 2);

    /// <summary>Tokens: three digits at most, and none that say nothing.</summary>
    public string Tokens(double tokens)
    {
        var text = Short(tokens, 2);
        return text.Contains(_decimals, StringComparison.Ordinal) ? text.TrimEnd('0').TrimEnd(_decimals) : text;
    }

    public string Count(long count) => Fixed(count, 0);

    /// <param name="withCents">Two decimals below 1,000; without, none where that leaves at least two digits.</param>
    /// <returns>The amount, its currency's sign or code, and whether a sign stands before it.</returns>
    public (string Amount, string Currency, bool CurrencyFirst) Money(decimal amount, string currency, bool withCents)
    {
        var bounded = Math.Clamp(amount, -(decimal)Most, (decimal)Most);
        var decimals = Math.Abs(bounded) >= (withCents ? 999.995m : 9.995m) ? 0 : 2;
        return (Fixed(bounded, decimals), Symbol(currency), _signFirst);
    }

    public static string Time(LocalTime time) => string.Create(CultureInfo.InvariantCulture, $"{time.Hour:00}:{time.Minute:00}");

    private static string Symbol(string currency) => currency switch
    {
        "EUR" => "€",
        "GBP" => "£",
        "USD" => "$",
        "JPY" => "¥",
        _ => currency,
    };

    private string Short(double value, int mostDecimals)
    {
        var bounded = (decimal)Math.Clamp(value, -Most, Most);
        var decimals = Math.Abs(bounded) switch { < 9.995m => mostDecimals, < 99.95m => Math.Min(mostDecimals, 1), _ => 0 };
        return Fixed(bounded, decimals);
    }

    /// <summary>With so many decimals, rounded as people round, a true minus, and none for what rounds to 0.</summary>
    private string Fixed(decimal value, int decimals)
    {
        var rounded = Math.Round(value, decimals, MidpointRounding.AwayFromZero);
        var digits = Math.Abs(rounded).ToString($"F{decimals}", CultureInfo.InvariantCulture);
        var whole = decimals == 0 ? digits : digits[..^(decimals + 1)];
        var text = new StringBuilder(digits.Length + 4);
        if (rounded < 0) text.Append('−');
        for (var i = 0; i < whole.Length; i++)
        {
            if (i > 0 && (whole.Length - i) % 3 == 0) text.Append(_thousands);
            text.Append(whole[i]);
        }

        if (decimals > 0) text.Append(_decimals).Append(digits, whole.Length + 1, decimals);
        return text.ToString();
    }
}
