using System.Globalization;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Receiver.Drivers;

/// <summary>The settings <c>min_w</c> and <c>max_w</c> that the kinds have in common: what is outside is rejected.</summary>
public static class PowerBounds
{
    /// <param name="least">The least that either may be, watts.</param>
    /// <param name="most">The most that either may be, watts.</param>
    /// <exception cref="SettingException">One is out of range, or max_w is not above min_w.</exception>
    public static (double Min, double Max) Read(SettingReader settings, double fallbackMin, double fallbackMax, double least, double most)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var min = settings.Number("min_w", fallbackMin, least, most, "W");
        var max = settings.Number("max_w", fallbackMax, least, most, "W");
        return max > min
            ? (min, max)
            : throw SettingException.NotAllowed(
                settings.Name("max_w"), max.ToString(CultureInfo.InvariantCulture), string.Create(CultureInfo.InvariantCulture, $"a number above min_w, which is {min} W"));
    }
}
