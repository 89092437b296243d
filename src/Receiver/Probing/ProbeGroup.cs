namespace PowerMeter.Receiver.Probing;

/// <summary>What a machine has of one kind of connection.</summary>
/// <param name="Name">i2c, hwmon, iio, spi, gpio, serial or bluetooth.</param>
/// <param name="Title">For people.</param>
/// <param name="Missing">When there is none: what may be done about it.</param>
public sealed record ProbeGroup(string Name, string Title, IReadOnlyList<ProbeFinding> Findings, string? Missing);
