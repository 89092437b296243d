using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using PowerMeter.Shared.Language;

namespace PowerMeter.Receiver.Drivers.Acs712;

/// <summary>
/// One line of the Arduino: <c>12.34</c> (watts), or <c>3.9875|87.50|12.34</c> (cell volts, state of charge in percent,
/// watts), as the sketches in system/arduino print them.
/// </summary>
/// <param name="Volts">The battery cell's: 0 to 10 V.</param>
/// <param name="Battery">State of charge: 0 to 125 %; the MAX17043 says a little more than 100 for a full cell.</param>
public readonly record struct Acs712Line(double Watts, float? Volts = null, float? Battery = null)
{
    private const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
    private const float MaxVolts = 10;
    private const float MaxBattery = 125;

    /// <param name="line">Without its line end.</param>
    /// <param name="reason">Why it is no reading; null when it is one.</param>
    public static bool TryParse(ReadOnlySpan<byte> line, out Acs712Line reading, [NotNullWhen(false)] out Sentence? reason)
    {
        reading = default;
        reason = null;
        var first = line.IndexOf((byte)'|');
        if (first < 0)
        {
            if (!TryNumber(line, out var watts)) return Fail(line, out reason);
            reading = new Acs712Line(watts);
            return true;
        }

        var second = line[(first + 1)..].IndexOf((byte)'|') + first + 1;
        if (second <= first
            || !TryNumber(line[..first], out var volts) || volts is < 0 or > MaxVolts
            || !TryNumber(line[(first + 1)..second], out var battery) || battery is < 0 or > MaxBattery
            || !TryNumber(line[(second + 1)..], out var power))
            return Fail(line, out reason);
        reading = new Acs712Line(power, (float)volts, (float)battery);
        return true;
    }

    /// <summary>Digits, a sign and a point: what <c>Serial.print</c> makes of a finite number. NaN and infinities are none.</summary>
    private static bool TryNumber(ReadOnlySpan<byte> text, out double number) =>
        double.TryParse(text, Style, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);

    private static bool Fail(ReadOnlySpan<byte> line, out Sentence reason)
    {
        reason = new Sentence("Serial_NoReading", Printable(line));
        return false;
    }

    /// <summary>Its first 40 bytes, without control characters.</summary>
    private static string Printable(ReadOnlySpan<byte> line)
    {
        var text = new StringBuilder();
        foreach (var b in line[..Math.Min(line.Length, 40)]) text.Append(b is >= 0x20 and < 0x7F ? (char)b : '·');
        return text.Append(line.Length > 40 ? "…" : "").ToString();
    }
}
