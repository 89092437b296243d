using System.Globalization;
using PowerMeter.Tests.TestKit;
using Xunit;

namespace PowerMeter.Tests.Integration.Arduino;

/// <summary>The sketches, compiled as for a real Uno, and a simulated Uno (uno.c) to run them on.</summary>
public sealed class UnoFixture : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();

    /// <summary>What system/arduino/check printed.</summary>
    public string CheckOutput { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        CheckOutput = await Shell.RunAsync(Repository.File("system/arduino/check"), _directory.Path);
        await Shell.RunAsync(
            "gcc", "-O2", "-Wall", "-Wextra", "-Werror", "-o", _directory.File("uno"), Repository.File("tests/Integration/Arduino/uno.c"), "-lsimavr", "-lm");
    }

    /// <param name="seconds">How long the Arduino runs, by its own clock.</param>
    /// <param name="zeroMillivolts">What the sensor gives without current.</param>
    /// <param name="amplitudeMillivolts">Added from then on: steady at 0 Hz, else the peak of a sine.</param>
    /// <param name="gauge">The MAX17043's registers VCELL and SOC; null for none.</param>
    /// <returns>What the sketch sent, byte for byte.</returns>
    public Task<string> RunAsync(
        string sketch, double seconds, double zeroMillivolts, double amplitudeMillivolts, double hertz = 0, double fromSeconds = 0,
        (int Cell, int Charge)? gauge = null)
    {
        string[] arguments =
        [
            _directory.File($"{sketch}.elf"), Text(seconds), Text(zeroMillivolts), Text(amplitudeMillivolts), Text(hertz), Text(fromSeconds),
            .. gauge is { } registers ? [Text(registers.Cell), Text(registers.Charge)] : Array.Empty<string>(),
        ];
        return Shell.RunAsync(_directory.File("uno"), arguments);
    }

    public ValueTask DisposeAsync()
    {
        _directory.Dispose();
        return ValueTask.CompletedTask;
    }

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
