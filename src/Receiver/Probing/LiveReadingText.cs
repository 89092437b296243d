using System.Globalization;

namespace PowerMeter.Receiver.Probing;

/// <summary>A reading for the eye.</summary>
public static class LiveReadingText
{
    /// <param name="now">UTC.</param>
    public static void Write(TextWriter output, LiveReading reading, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(reading);
        output.WriteLine($"{reading.Sensor} ({reading.Kind}): {(reading.Watts is null ? $"no reading, {reading.State}" : Values(reading))}");
        if (reading.From == "receiver")
        {
            var age = reading.Time is { } time ? string.Create(CultureInfo.InvariantCulture, $" {Math.Max(0, (now - time).TotalSeconds):0.0} s ago") : "";
            output.WriteLine($"  The running Receiver has it, so it was not disturbed: this is what it read last{age}. Its state is {reading.State}.");
        }

        if (reading.Rejected > 0) output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {reading.Rejected:N0} times something came that was no reading."));
        if (reading.Error is { } error) output.WriteLine($"  {error}");
    }

    private static string Values(LiveReading reading) => string.Join(", ", new[]
    {
        Text(reading.Watts, "0.0##", "W"), Text(reading.Volts, "0.0##", "V"), Text(reading.Battery, "0.0", "battery"),
        reading.SwitchedOn switch { true => "switched on", false => "switched off", null => null },
    }.OfType<string>());

    private static string? Text(double? number, string form, string unit) =>
        number is { } value ? $"{value.ToString(form, CultureInfo.InvariantCulture)} {unit}" : null;
}
