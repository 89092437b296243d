using PowerMeter.Receiver.Linux;
using PowerMeter.Shared.Language;
using PowerMeter.Shared.Sensors;

namespace PowerMeter.Receiver.Drivers.CitizenWatt;

/// <summary>What is wrong with the radio or its way to it, for the user, and what helps.</summary>
public static class RadioFault
{
    // asm-generic/errno-base.h, errno.h
    private const int EINVAL = 22;
    private const int ESHUTDOWN = 108;

    /// <param name="trouble">Anything but none.</param>
    /// <param name="radio">The one that was just checked.</param>
    public static RadioException Of(RadioTrouble trouble, Nrf24Radio radio, CitizenWattOptions options)
    {
        ArgumentNullException.ThrowIfNull(radio);
        ArgumentNullException.ThrowIfNull(options);
        var device = options.Device;
        var (state, sentence) = trouble switch
        {
            RadioTrouble.ReadsLow => (SensorState.Absent, new Sentence("Radio_ReadsLow", device)),
            RadioTrouble.ReadsHigh => (SensorState.Absent, new Sentence("Radio_ReadsHigh", device)),
            RadioTrouble.NoLowRate => (SensorState.Fault, new Sentence("Radio_NoLowRate", device)),
            _ => (SensorState.Fault, Miswired(radio, options)),
        };
        return new RadioException(state, sentence) { Trouble = trouble };
    }

    /// <param name="exception">What opening or using the SPI device threw.</param>
    public static RadioException OfSpi(KernelException exception, CitizenWattOptions options)
    {
        ArgumentNullException.ThrowIfNull(exception);
        ArgumentNullException.ThrowIfNull(options);
        var device = options.Device;
        return exception.Errno switch
        {
            LibC.ENOENT => Absent(new Sentence("Radio_NoSpi", device)),
            LibC.ENXIO or LibC.ENODEV or ESHUTDOWN => Absent(new Sentence("Sensor_Gone", device, exception.Message)),
            LibC.EACCES => Wrong(new Sentence("Radio_SpiForbidden", device)),
            LibC.EBUSY => Wrong(new Sentence("Sensor_InUse", device)),
            LibC.ENOTTY => Wrong(new Sentence("Radio_NoSpiDevice", device)),
            EINVAL => Wrong(new Sentence("Radio_SpiMode", device, options.SpiHertz, exception.Message)),
            _ => Wrong(Sentence.Verbatim(exception.Message)),
        };

        RadioException Absent(Sentence sentence) => new(SensorState.Absent, sentence, exception);
        RadioException Wrong(Sentence sentence) => new(SensorState.Fault, sentence, exception);
    }

    /// <param name="exception">What opening the chip or taking its line threw.</param>
    /// <param name="chip">The chip's path.</param>
    /// <param name="consumer">Who has the line; empty when that is not known.</param>
    public static RadioException OfLine(KernelException exception, string chip, int line, string consumer)
    {
        ArgumentNullException.ThrowIfNull(exception);
        ArgumentNullException.ThrowIfNull(consumer);
        return exception.Errno switch
        {
            LibC.ENOENT => Absent(new Sentence("Radio_NoChip", chip)),
            LibC.ENXIO or LibC.ENODEV => Absent(new Sentence("Sensor_Gone", chip, exception.Message)),
            LibC.EACCES => Wrong(new Sentence("Radio_ChipForbidden", chip)),
            LibC.EBUSY => Wrong(new Sentence("Radio_LineInUse", line, chip, consumer.Length > 0 ? new Sentence("Value_Quoted", consumer) : new Sentence("Radio_AnotherConsumer"))),
            LibC.ENOTTY => Wrong(new Sentence("Radio_NoGpioChip", chip)),
            EINVAL => Wrong(new Sentence("Radio_NoLine", chip, line)),
            _ => Wrong(Sentence.Verbatim(exception.Message)),
        };

        RadioException Absent(Sentence sentence) => new(SensorState.Absent, sentence, exception);
        RadioException Wrong(Sentence sentence) => new(SensorState.Fault, sentence, exception);
    }

    private static Sentence Miswired(Nrf24Radio radio, CitizenWattOptions options) => new(
        "Radio_Miswired", options.Device, Convert.ToHexString(radio.Different!.Bytes.Span), radio.Different.ToString(), Convert.ToHexString(radio.DifferentBytes),
        options.SpiHertz);
}
