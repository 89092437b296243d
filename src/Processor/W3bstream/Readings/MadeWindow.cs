namespace PowerMeter.Processor.W3bstream.Readings;

/// <summary>A window that has become a reading, and what it should earn.</summary>
/// <param name="TokensPerHour">The rate at the mean power of the last 30 s before its end.</param>
public sealed record MadeWindow(Reading Reading, double TokensPerHour)
{
    public double Tokens => TokensPerHour * Reading.CoveredMicroseconds / Shared.Measurement.UnixMicroseconds.PerHour;
}
