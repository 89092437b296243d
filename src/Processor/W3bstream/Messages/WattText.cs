using System.Globalization;

namespace PowerMeter.Processor.W3bstream.Messages;

/// <summary>Power as messages write it: in watts to the microwatt, as short as can be, never with an exponent.</summary>
public static class WattText
{
    /// <returns>Always with a decimal point: <c>134.7</c>, <c>5.0</c>, <c>-0.5</c>, and <c>0.0</c> for what rounds to nothing.</returns>
    public static string WithPoint(double watts)
    {
        if (!double.IsFinite(watts)) throw new ArgumentOutOfRangeException(nameof(watts), watts, "Not a power.");
        // F6 writes the exact digits of any size of number (.NET Core 3.0 on), and so never an exponent.
        var text = watts.ToString("F6", CultureInfo.InvariantCulture).TrimEnd('0');
        if (text.EndsWith('.')) text += "0";
        return text == "-0.0" ? "0.0" : text;
    }

    /// <returns>Whether it is written as 0.</returns>
    public static bool IsZero(double watts) => WithPoint(watts) == "0.0";

    /// <returns>A whole number without a decimal point: <c>134.7</c>, <c>5</c>, <c>0</c>.</returns>
    public static string Shortest(double watts)
    {
        var text = WithPoint(watts);
        return text.EndsWith(".0", StringComparison.Ordinal) ? text[..^2] : text;
    }
}
