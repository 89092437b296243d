namespace PowerMeter.Receiver.Drivers.Simulated;

/// <summary>
/// Chance that comes out the same every time: SplitMix64 (Steele, Lea, Flood 2014), a good mix in three multiplications.
/// </summary>
public sealed class ChanceStream(int seed, long key)
{
    private ulong _state = Mix(unchecked((ulong)key * 0x9E3779B97F4A7C15UL + (uint)seed));

    /// <summary>From 0 to below 1, of a seed and a key alone.</summary>
    public static double At(int seed, long key) => ToUnit(Mix(unchecked((ulong)key * 0x9E3779B97F4A7C15UL + (uint)seed)));

    /// <summary>The next, from low to below high.</summary>
    public double Between(double low, double high)
    {
        _state = unchecked(_state + 0x9E3779B97F4A7C15UL);
        return low + (high - low) * ToUnit(Mix(_state));
    }

    /// <param name="probability">0 to 1.</param>
    public bool Happens(double probability) => Between(0, 1) < probability;

    private static double ToUnit(ulong bits) => (bits >> 11) * (1.0 / (1UL << 53));

    private static ulong Mix(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }
}
