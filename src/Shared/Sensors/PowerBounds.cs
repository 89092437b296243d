using System.Globalization;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Shared.Sensors;

/// <summary>The settings <c>min_w</c> and <c>max_w</c> that the kinds have in common: what is outside is rejected.</summary>
/// <param name="fallbackMin">What min_w is when it is not set, watts; <paramref name="fallbackMax"/>: max_w.</param>
/// <param name="least">The least that either may be, watts.</param>
/// <param name="most">The most that either may be, watts.</param>
internal sealed class PowerBounds(double fallbackMin, double fallbackMax, double least, double most)
{
    public SensorField Min { get; } = Field("min_w", fallbackMin, least, most);

    public SensorField Max { get; } = Field("max_w", fallbackMax, least, most);

    /// <exception cref="SettingException">One is out of range, or max_w is not above min_w.</exception>
    public (double Min, double Max) Read(SettingReader settings)
    {
        var (min, max) = (settings.Number(Min), settings.Number(Max));
        return max > min
            ? (min, max)
            : throw settings.Breaks(
                Max, SensorRule.MaxAboveMin, max.ToString(CultureInfo.InvariantCulture), string.Create(CultureInfo.InvariantCulture, $"a number above min_w, which is {min} W"), min);
    }

    private static SensorField Field(string name, double fallback, double least, double most) => new(name, SensorFieldType.Number)
    {
        Unit = "W",
        Default = fallback.ToString(CultureInfo.InvariantCulture),
        Min = least,
        Max = most,
        IsAdvanced = true,
    };
}
