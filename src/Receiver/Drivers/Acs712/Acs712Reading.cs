using System.Diagnostics.CodeAnalysis;
using PowerMeter.Shared.Language;
using PowerMeter.Shared.Sensors;

namespace PowerMeter.Receiver.Drivers.Acs712;

/// <summary>Makes of a line what the user's settings say it is.</summary>
public static class Acs712Reading
{
    /// <summary>What a line says, as scaled.</summary>
    /// <param name="line">Without its line end.</param>
    /// <param name="reason">Why it is no reading; null when it is one.</param>
    public static bool TryRead(this Acs712Options options, ReadOnlySpan<byte> line, out Acs712Line reading, [NotNullWhen(false)] out Sentence? reason)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!Acs712Line.TryParse(line, out reading, out reason)) return false;
        var watts = reading.Watts * options.Scale + options.OffsetWatts;
        if (Math.Abs(watts) < options.NoiseFloorWatts) watts = 0;
        reading = reading with { Watts = watts };
        if (watts >= options.MinWatts && watts <= options.MaxWatts) return true;
        reason = new Sentence("Sensor_Beyond", watts, options.MinWatts, options.MaxWatts);
        return false;
    }
}
