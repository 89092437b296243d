using PowerMeter.Receiver.Linux;
using PowerMeter.Shared.Sensors;

namespace PowerMeter.Receiver.Drivers.CitizenWatt;

/// <summary>Opens the two things that a radio is wired to, and says what hinders that.</summary>
public static class RadioDoors
{
    /// <summary>Whose the CE line is, as others see it.</summary>
    public const string Consumer = "powermeter";

    /// <exception cref="RadioException">It cannot be opened.</exception>
    public static ISpiDevice OpenSpi(CitizenWattOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        try
        {
            return SpiDevice.Open(options.Device, options.SpiHertz);
        }
        catch (KernelException e)
        {
            throw RadioFault.OfSpi(e, options);
        }
    }

    /// <exception cref="RadioException">It cannot be had.</exception>
    public static IGpioLine OpenChipEnable(CitizenWattOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var path = options.GpioChip == CitizenWattOptions.AnyChip ? HeaderGpio.Choose(HeaderGpio.Chips()) : options.GpioChip;
        var user = "";
        try
        {
            using var chip = GpioChip.Open(path);
            user = chip.ReadLineInfo(options.CeLine).Consumer;
            return chip.RequestOutput(options.CeLine, Consumer);
        }
        catch (KernelException e)
        {
            throw RadioFault.OfLine(e, path, options.CeLine, user);
        }
    }
}
