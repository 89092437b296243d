namespace PowerMeter.Shared.Sensors;

/// <summary>What a sensor's watts are multiplied by before they are stored, so that they agree with a reference meter.</summary>
public static class CalibrationFactor
{
    public const double Least = 0.1;

    public const double Most = 10;

    public const string Allowed = "a number from 0.1 to 10, such as 1.023";

    /// <summary>Of our own mean: with less, noise and rounding would be taken for the sensor's error.</summary>
    public const double LeastWatts = 10;

    public static bool IsAllowed(double factor) => factor is >= Least and <= Most;

    /// <summary>The factor that makes what we measured what the reference meter did over the same time.</summary>
    /// <param name="old">The factor that held, 0.1 to 10.</param>
    /// <param name="referenceWatts">The reference meter's mean.</param>
    /// <param name="ourWatts">Our mean, as stored with the old factor.</param>
    /// <returns>Null when it cannot be told: our mean is nearer to 0 than <see cref="LeastWatts"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The old factor is not one.</exception>
    public static double? Compare(double old, double referenceWatts, double ourWatts)
    {
        if (!IsAllowed(old)) throw new ArgumentOutOfRangeException(nameof(old), old, "A calibration lies in 0.1 to 10.");
        // The tenth digit is no more than noise, and people read it.
        return Math.Abs(ourWatts) < LeastWatts ? null : Math.Round(old * referenceWatts / ourWatts, 6);
    }
}
