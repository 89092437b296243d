using System.Globalization;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Receiver.Drivers.Acs712;

/// <summary>What the user may set.</summary>
/// <param name="Device"><c>device</c>: the serial port's path. Required.</param>
/// <param name="Baud"><c>baud</c>: a standard rate from 300 to 230,400. Default: 9600.</param>
/// <param name="Scale"><c>scale</c>: what the sensor's watts are multiplied by, −1000 to 1000, not 0; −1 turns the direction. Default: 1.</param>
/// <param name="OffsetWatts"><c>offset_w</c>: added after scaling, −100,000 to 100,000 W. Default: 0.</param>
/// <param name="NoiseFloorWatts"><c>noise_floor_w</c>: a smaller power counts as 0, 0 to 10,000 W; see <see cref="NoiseFloor"/>. Default: 0.</param>
/// <param name="MinWatts"><c>min_w</c>: less is rejected, −1,000,000 to 1,000,000 W. Default: −10,000.</param>
/// <param name="MaxWatts"><c>max_w</c>: more is rejected, −1,000,000 to 1,000,000 W, above min_w. Default: 25,000.</param>
public sealed record Acs712Options(
    string Device, int Baud = 9600, double Scale = 1, double OffsetWatts = 0, double NoiseFloorWatts = 0,
    double MinWatts = -10_000, double MaxWatts = 25_000)
{
    private static readonly int[] StandardRates = [300, 600, 1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200, 230400];

    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static Acs712Options Read(SettingReader settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        const string Path = "the path of a serial port, such as /dev/ttyACM0 or /dev/serial/by-id/…";
        var device = settings.Text("device", allowed: Path);
        if (!device.StartsWith('/')) throw SettingException.NotAllowed(settings.Name("device"), device, Path);
        var baud = settings.WholeNumber("baud", 9600, 300, 230_400);
        if (!StandardRates.Contains(baud))
            throw SettingException.NotAllowed(settings.Name("baud"), $"{baud}", string.Join(", ", StandardRates));
        var (min, max) = PowerBounds.Read(settings, -10_000, 25_000, -1e6, 1e6);
        var scale = settings.Number("scale", 1, -1000, 1000);
        // Else every reading, and every fault of the sketch, would be the same number of watts.
        if (scale == 0) throw SettingException.NotAllowed(settings.Name("scale"), "0", "a number from -1000 to 1000 that is not 0");
        var options = new Acs712Options(
            device, baud, scale, settings.Number("offset_w", 0, -100_000, 100_000, "W"), NoiseFloor.Read(settings, min, max), min, max);
        settings.RejectUnknownKeys();
        return options;
    }

    /// <summary>What a line says, as calibrated.</summary>
    /// <param name="line">Without its line end.</param>
    /// <param name="reason">Why it is no reading; empty when it is one.</param>
    public bool TryRead(ReadOnlySpan<byte> line, out Acs712Line reading, out string reason)
    {
        if (!Acs712Line.TryParse(line, out reading, out reason)) return false;
        var watts = reading.Watts * Scale + OffsetWatts;
        if (Math.Abs(watts) < NoiseFloorWatts) watts = 0;
        reading = reading with { Watts = watts };
        if (watts >= MinWatts && watts <= MaxWatts) return true;
        reason = string.Create(CultureInfo.InvariantCulture, $"{watts} W, which is not within {MinWatts} to {MaxWatts} W");
        return false;
    }
}
