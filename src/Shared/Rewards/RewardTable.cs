using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Language;

namespace PowerMeter.Shared.Rewards;

/// <summary>What a low consumption should earn. What the network pays is decided there: this is an expectation.</summary>
public sealed class RewardTable
{
    /// <summary>More steps than this tell nobody anything.</summary>
    public const int MostSteps = 20;

    public static Sentence Allowed { get; } = new Sentence("W3b_RewardForm");

    private const double MostTokens = 1e6;

    public static readonly RewardTable Default = new([new RewardStep(3, 10), new RewardStep(5, 4)]);

    /// <param name="steps">Ascending by their thresholds; none for no rewards at all.</param>
    /// <exception cref="SettingException">They do not ascend, there are too many, or a number is out of bounds.</exception>
    public RewardTable(IReadOnlyList<RewardStep> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        if (steps.Count > MostSteps) throw SettingException.NotAllowed("reward_steps", $"{steps.Count} steps", Allowed.ToString());
        for (var i = 0; i < steps.Count; i++)
        {
            var (below, tokens) = (steps[i].BelowWatts, steps[i].TokensPerHour);
            if (!(below > (i == 0 ? 0 : steps[i - 1].BelowWatts)) || !double.IsFinite(below) || !(tokens is >= 0 and <= MostTokens))
                throw SettingException.NotAllowed("reward_steps", FormattableString.Invariant($"below {below} W {tokens} tokens an hour"), Allowed.ToString());
        }

        Steps = steps;
    }

    public IReadOnlyList<RewardStep> Steps { get; }

    /// <summary>Tokens an hour at a mean power, in watts: those of the first step below whose threshold it lies, else 0.</summary>
    public double RateOf(double meanWatts) => Steps.FirstOrDefault(step => meanWatts < step.BelowWatts)?.TokensPerHour ?? 0;
}
