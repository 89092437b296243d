using System.Globalization;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Receiver.Drivers;

/// <summary>The setting <c>noise_floor_w</c>: a power that is nearer to 0 counts as 0.</summary>
internal static class NoiseFloor
{
    /// <param name="minWatts">The least power that is taken; <paramref name="maxWatts"/>: the most.</param>
    /// <returns>0 to 10,000 W. Default: 0.</returns>
    /// <exception cref="SettingException">It is no such number, or above every power that is taken: then the sensor would always say 0 W.</exception>
    public static double Read(SettingReader settings, double minWatts, double maxWatts)
    {
        var floor = settings.Number("noise_floor_w", 0, 0, 10_000, "W");
        var most = Math.Max(Math.Abs(minWatts), Math.Abs(maxWatts));
        return floor < most
            ? floor
            : throw SettingException.NotAllowed(settings.Name("noise_floor_w"), floor.ToString(CultureInfo.InvariantCulture), string.Create(
                CultureInfo.InvariantCulture, $"less than {most} W, or every power from min_w to max_w would count as 0"));
    }
}
