using PowerMeter.Receiver.Linux;

namespace PowerMeter.Receiver.Drivers.CitizenWatt;

/// <summary>
/// The GPIO chip that has the computer's 40-pin header. On a Raspberry Pi 5 it is gpiochip0 or gpiochip4, as the kernel
/// is newer or older, so it is known by its label.
/// </summary>
public static class HeaderGpio
{
    public const string Usual = "/dev/gpiochip0";

    /// <summary>Raspberry Pi 5; 4; all before.</summary>
    private static readonly string[] Labels = ["pinctrl-rp1", "pinctrl-bcm2711", "pinctrl-bcm2835"];

    /// <returns>The path of the chip of a Raspberry Pi's header; on other computers <see cref="Usual"/>.</returns>
    public static string Choose(IEnumerable<(string Path, string Label)> chips)
    {
        var known = chips.ToList();
        return Labels
            .Select(label => known.FirstOrDefault(chip => chip.Label == label).Path)
            .FirstOrDefault(path => path is not null) ?? Usual;
    }

    /// <summary>The chips of this computer that may be opened.</summary>
    public static IEnumerable<(string Path, string Label)> Chips(string directory = "/dev")
    {
        foreach (var path in Directory.EnumerateFiles(directory, "gpiochip*").Order(StringComparer.Ordinal))
        {
            if (TryReadLabel(path) is { } label) yield return (path, label);
        }
    }

    /// <returns>Null when it says none: opening the chosen one tells why.</returns>
    private static string? TryReadLabel(string path)
    {
        try
        {
            using var chip = GpioChip.Open(path);
            return chip.ReadInfo().Label;
        }
        catch (KernelException)
        {
            return null;
        }
    }
}
