using System.Globalization;
using PowerMeter.Receiver.Linux;
using PowerMeter.Shared.Sensors;

namespace PowerMeter.Receiver.Drivers.CitizenWatt;

/// <summary>What is wrong with the radio or its way to it, for the user, and what helps.</summary>
public static class RadioFault
{
    // asm-generic/errno-base.h, errno.h
    private const int EINVAL = 22;
    private const int ESHUTDOWN = 108;

    private const string Supply = "its supply (3.3 V on pin 17, ground on pin 25; never 5 V)";
    private const string ChipSelect = "CSN (pin 24 for spidev0.0, pin 26 for spidev0.1)";

    /// <param name="trouble">Anything but none.</param>
    /// <param name="radio">The one that was just checked.</param>
    public static RadioException Of(RadioTrouble trouble, Nrf24Radio radio, CitizenWattOptions options)
    {
        ArgumentNullException.ThrowIfNull(radio);
        ArgumentNullException.ThrowIfNull(options);
        var device = options.Device;
        var (state, message) = trouble switch
        {
            RadioTrouble.ReadsLow => (SensorState.Absent,
                $"No radio answers on {device}: every register reads as 0x00. Check {Supply}, {ChipSelect}, and MISO (pin 21), which may also be swapped with MOSI (pin 19)."),
            RadioTrouble.ReadsHigh => (SensorState.Absent,
                $"No radio answers on {device}: every register reads as 0xFF, so nothing drives MISO. Check that it is plugged in, {ChipSelect}, MISO (pin 21) and {Supply}."),
            RadioTrouble.NoLowRate => (SensorState.Fault,
                $"The radio on {device} does not take 250kbps: it is an nRF24L01 without plus, or a clone of one. Use an nRF24L01+, or set rate to 1Mbps in the sensor's sketch and here."),
            _ => (SensorState.Fault, Miswired(radio, options)),
        };
        return new RadioException(state, message) { Trouble = trouble };
    }

    /// <param name="exception">What opening or using the SPI device threw.</param>
    public static RadioException OfSpi(KernelException exception, CitizenWattOptions options)
    {
        ArgumentNullException.ThrowIfNull(exception);
        ArgumentNullException.ThrowIfNull(options);
        var device = options.Device;
        return exception.Errno switch
        {
            LibC.ENOENT => Absent($"There is no {device}. Enable SPI: raspi-config, Interface Options, SPI, or dtparam=spi=on in /boot/firmware/config.txt, then restart; or set device to one of /dev/spidev*."),
            LibC.ENXIO or LibC.ENODEV or ESHUTDOWN => Absent($"{device} is gone ({exception.Message})."),
            LibC.EACCES => Wrong($"{device} may not be opened. Add the Receiver's user to the group spi: usermod -aG spi USER, then restart the Receiver."),
            LibC.EBUSY => Wrong($"{device} is in use by another program. End it (fuser {device} tells which)."),
            LibC.ENOTTY => Wrong($"{device} is no SPI device. Set device to one, such as /dev/spidev0.0."),
            EINVAL => Wrong($"{device} cannot do mode 0 with 8 bits at {options.SpiHertz} Hz ({exception.Message}). Set another spi_hz or device."),
            _ => Wrong(exception.Message),
        };

        RadioException Absent(string message) => new(SensorState.Absent, message, exception);
        RadioException Wrong(string message) => new(SensorState.Fault, message, exception);
    }

    /// <param name="exception">What opening the chip or taking its line threw.</param>
    /// <param name="chip">The chip's path.</param>
    /// <param name="consumer">Who has the line; empty when that is not known.</param>
    public static RadioException OfLine(KernelException exception, string chip, int line, string consumer)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception.Errno switch
        {
            LibC.ENOENT => Absent($"There is no {chip}. Set gpio_chip to the one that CE is wired to (gpiodetect lists them)."),
            LibC.ENXIO or LibC.ENODEV => Absent($"{chip} is gone ({exception.Message})."),
            LibC.EACCES => Wrong($"{chip} may not be opened. Add the Receiver's user to the group gpio: usermod -aG gpio USER, then restart the Receiver."),
            LibC.EBUSY => Wrong(Text($"Line {line} of {chip}, set as ce_line, is in use by {(consumer.Length > 0 ? $"'{consumer}'" : "another program or driver")}. End that, or wire CE to another line and set ce_line.")),
            LibC.ENOTTY => Wrong($"{chip} is no GPIO chip, or the kernel is older than 5.10. Set gpio_chip to one, such as /dev/gpiochip0."),
            EINVAL => Wrong(Text($"{chip} has no line {line} that can be an output. Set ce_line to the line that CE is wired to (gpioinfo lists them).")),
            _ => Wrong(exception.Message),
        };

        RadioException Absent(string message) => new(SensorState.Absent, message, exception);
        RadioException Wrong(string message) => new(SensorState.Fault, message, exception);
    }

    private static string Miswired(Nrf24Radio radio, CitizenWattOptions options)
    {
        var (wanted, found) = (Convert.ToHexString(radio.Different!.Bytes.Span), Convert.ToHexString(radio.DifferentBytes));
        return $"The radio on {options.Device} is mis-wired: 0x{wanted} was written to register {radio.Different} and 0x{found} is read back. Check MOSI (pin 19), MISO (pin 21), SCK (pin 23), {ChipSelect} and {Supply}; with long wires lower spi_hz ({options.SpiHertz}).";
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
