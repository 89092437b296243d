using PowerMeter.Receiver.Linux;
using PowerMeter.Shared.Sensors;

namespace PowerMeter.Receiver.Drivers.Ina219;

/// <summary>Reads an INA219, by the kernel's driver or by its registers.</summary>
public sealed class Ina219Driver(Ina219Options options, TimeSpan period, Func<IIna219> open, TimeProvider time) : ISensorDriver
{
    public static ISensorDriver Create(DriverContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var options = Ina219Options.Read(context.Settings, context.Period);
        var files = new AttributeFiles();
        var opener = new Ina219Opener(options, context.Period, files, new Ina219Interfaces(files), I2cDevice.Open, context.Time);
        return new Ina219Driver(options, context.Period, opener.Open, context.Time);
    }

    public async Task RunAsync(ISensorSink sink, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(sink);
        // A transfer on a bus that is held down takes the kernel up to a second: stopping does not wait for it.
        await Task.Run(() => ReadAsync(sink, cancel), cancel).WaitAsync(cancel);
    }

    private async Task ReadAsync(ISensorSink sink, CancellationToken cancel)
    {
        using var session = new Ina219Session(options, period, open, sink, time);
        while (true) await Task.Delay(await session.StepAsync(cancel), time, cancel);
    }
}
