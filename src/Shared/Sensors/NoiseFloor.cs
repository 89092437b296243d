using System.Globalization;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Shared.Sensors;

/// <summary>The setting <c>noise_floor_w</c>: a power that is nearer to 0 counts as 0.</summary>
internal static class NoiseFloor
{
    public static SensorField Field { get; } = new("noise_floor_w", SensorFieldType.Number)
    {
        Unit = "W",
        Default = "0",
        Min = 0,
        Max = 10_000,
        IsAdvanced = true,
    };

    /// <param name="minWatts">The least power that is taken; <paramref name="maxWatts"/>: the most.</param>
    /// <returns>0 to 10,000 W. Default: 0.</returns>
    /// <exception cref="SettingException">It is no such number, or above every power that is taken: then the sensor would always say 0 W.</exception>
    public static double Read(SettingReader settings, double minWatts, double maxWatts)
    {
        var floor = settings.Number(Field);
        var most = Math.Max(Math.Abs(minWatts), Math.Abs(maxWatts));
        return floor < most
            ? floor
            : throw settings.Breaks(Field, SensorRule.NoiseFloor, floor.ToString(CultureInfo.InvariantCulture), string.Create(
                CultureInfo.InvariantCulture, $"less than {most} W, or every power from min_w to max_w would count as 0"), most);
    }
}
