using System.Globalization;
using PowerMeter.Tests.TestKit.Fuzz;

namespace PowerMeter.Fuzz;

/// <summary><c>[--inputs N] [--seed S] [decoder…]</c></summary>
/// <param name="Inputs">Mutated inputs a decoder, 1 to 10^12. Default: ten million.</param>
/// <param name="Seed">The same number gives the same inputs, 0 to 2^31 − 1. Default: 1.</param>
/// <param name="Targets">Default: all.</param>
internal sealed record FuzzArguments(long Inputs, int Seed, IReadOnlyList<IFuzzTarget> Targets)
{
    /// <exception cref="ArgumentException">The message says what was wrong and what is allowed.</exception>
    public static FuzzArguments Parse(string[] arguments)
    {
        var (inputs, seed, targets) = (10_000_000L, 1L, new List<IFuzzTarget>());
        for (var i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case "--inputs": inputs = Number(arguments, ++i, 1, 1_000_000_000_000); break;
                case "--seed": seed = Number(arguments, ++i, 0, int.MaxValue); break;
                default: targets.Add(Named(arguments[i])); break;
            }
        }

        return new FuzzArguments(inputs, (int)seed, targets.Count > 0 ? targets : FuzzTargets.All);
    }

    private static IFuzzTarget Named(string name) =>
        FuzzTargets.All.FirstOrDefault(target => target.Name == name)
        ?? throw new ArgumentException(
            $"'{name}' is no decoder; allowed: {string.Join(", ", FuzzTargets.All.Select(target => target.Name))}, and the options --inputs N and --seed S.");

    private static long Number(string[] arguments, int at, long min, long max)
    {
        var given = at < arguments.Length ? arguments[at] : "nothing";
        return long.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw new ArgumentException($"{arguments[at - 1]} needs a whole number from {min} to {max} after it; given: {given}.");
    }
}
