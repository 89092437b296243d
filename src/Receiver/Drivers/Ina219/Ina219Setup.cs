using PowerMeter.Shared.Sensors;

namespace PowerMeter.Receiver.Drivers.Ina219;

/// <summary>What is written to the chip for a shunt and a largest current, and what its registers then mean. Data sheet SBOS448G, 8.5.1 and 8.6.2.1.</summary>
public sealed record Ina219Setup
{
    /// <summary>What the chip computes with: 4096 times the shunt register's 10 µV.</summary>
    private const double CalibrationConstant = 0.04096;

    private const int LargestCalibration = 0xFFFE;
    private const ushort ContinuousShuntAndBus = 0b111;

    /// <param name="averaging">Samples a conversion: a power of two from 1 to 128.</param>
    public Ina219Setup(double shuntOhms, double maxAmperes, int busRangeVolts, int averaging)
    {
        var gain = GainFor(shuntOhms * maxAmperes);
        var adc = AdcFor(averaging);
        Configuration = (ushort)((busRangeVolts == 32 ? 1 << 13 : 0) | gain << 11 | adc << 7 | adc << 3 | ContinuousShuntAndBus);
        ShuntLimit = 4000 << gain;
        BusLimit = busRangeVolts * 250;

        var finest = CalibrationConstant / (LargestCalibration * shuntOhms);
        var wanted = RoundUp(Math.Max(maxAmperes / 32768, finest));
        // The small part keeps a whole number that came out a hair too low.
        Calibration = (ushort)((int)(CalibrationConstant / (wanted * shuntOhms) + 1e-6) & LargestCalibration);
        AmperesPerBit = CalibrationConstant / (Calibration * shuntOhms);
        ConversionTime = Ina219Options.ConversionTimeFor(averaging);
    }

    public ushort Configuration { get; }

    public ushort Calibration { get; }

    /// <summary>One bit of the current register, exactly: what the truncated calibration makes of it.</summary>
    public double AmperesPerBit { get; }

    /// <summary>The shunt register's largest number for the gain, 10 µV a bit.</summary>
    public int ShuntLimit { get; }

    /// <summary>The bus voltage's largest number for the range, 4 mV a bit.</summary>
    public int BusLimit { get; }

    /// <summary>Of the shunt and then the bus voltage, as typical.</summary>
    public TimeSpan ConversionTime { get; }

    /// <returns>0 for 40 mV, 1 for 80 mV, 2 for 160 mV, 3 for 320 mV.</returns>
    private static int GainFor(double shuntVolts)
    {
        for (var gain = 0; gain < 3; gain++)
            if (shuntVolts <= 0.04 * (1 << gain) * (1 + 1e-9)) return gain;
        return 3;
    }

    /// <returns>Bits 10 to 7 and 6 to 3: 1000 for one sample of 12 bits, 1111 for 128.</returns>
    private static int AdcFor(int averaging) => 0b1000 | int.Log2(averaging);

    /// <summary>To 1, 2 or 5 times a power of ten, so that the numbers stay readable.</summary>
    private static double RoundUp(double amperes)
    {
        var unit = Math.Pow(10, Math.Floor(Math.Log10(amperes)));
        foreach (var step in (ReadOnlySpan<double>)[1, 2, 5])
            if (step * unit >= amperes * (1 - 1e-9)) return step * unit;
        return 10 * unit;
    }
}
