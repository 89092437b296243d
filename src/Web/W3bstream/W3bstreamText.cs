using System.Globalization;
using PowerMeter.Shared.Rewards;
using static PowerMeter.Web.W3bstream.W3bstreamFields;

namespace PowerMeter.Web.W3bstream;

/// <summary>Settings as text, as the command line and the fields of the page have them: <c>sensors=1,3</c>, <c>reward_steps=3:10,5:4</c>.</summary>
public static class W3bstreamText
{
    /// <param name="field">One of <see cref="All"/>.</param>
    /// <returns>The change with the field in it, or what is wrong with the text. What the field may be is checked later, by <see cref="W3bstreamRules"/>.</returns>
    public static (W3bstreamChange Change, W3bstreamFault? Fault) Set(W3bstreamChange change, string field, string text)
    {
        ArgumentNullException.ThrowIfNull(change);
        ArgumentNullException.ThrowIfNull(text);
        var given = field == Token ? text : text.Trim();
        var changed = field switch
        {
            PublishUrl => change with { PublishUrl = given },
            Token => change with { Token = given },
            Profile => change with { Profile = given },
            SignatureEncoding => change with { SignatureEncoding = given },
            PublicKeyForm => change with { PublicKeyForm = given },
            TimestampUnit => change with { TimestampUnit = given },
            WindowSeconds when NumberOf(given) is { } number => change with { WindowSeconds = number },
            Sensors when ListOf(given, NumberOf) is { } sensors => change with { Sensors = sensors },
            SkipZero when given is "true" or "false" => change with { SkipZero = given == "true" },
            MaxAgeSeconds when NumberOf(given) is { } number => change with { MaxAgeSeconds = number },
            ProjectId => change with { ProjectId = given },
            ProjectVersion => change with { ProjectVersion = given },
            SignedKeys => change with { SignedKeys = given.Length == 0 ? [] : given.Split(',', StringSplitOptions.TrimEntries) },
            RewardSteps when ListOf(given, StepOf) is { } steps => change with { RewardSteps = [.. steps.Select(step => new RewardStep(step.Below, step.Tokens))] },
            _ => null,
        };
        return changed is null ? (change, Fault(field, given)) : (changed, null);
    }

    /// <summary>The table of rewards as text: below so many watts so many tokens an hour, such as <c>3:10,5:4</c>.</summary>
    public static string Of(IEnumerable<RewardStep> steps) =>
        string.Join(',', steps.Select(step => string.Create(CultureInfo.InvariantCulture, $"{step.BelowWatts}:{step.TokensPerHour}")));

    private static List<T>? ListOf<T>(string text, Func<string, T?> parse)
        where T : struct
    {
        if (text.Length == 0) return [];
        var list = new List<T>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (parse(part) is not { } item) return null;
            list.Add(item);
        }

        return list;
    }

    private static (double Below, double Tokens)? StepOf(string text) =>
        text.Split(':') is [var below, var tokens] && DecimalOf(below) is { } watts && DecimalOf(tokens) is { } rate ? (watts, rate) : null;

    /// <summary>
    /// A number that somebody wrote in his language, as the text of the steps has it. Blanks may part its thousands; what else
    /// does is none: an English 2,000 must not become 2. No text comes of it that could part a step or two.
    /// </summary>
    public static string NumberAsWritten(string written, CultureInfo culture)
    {
        ArgumentNullException.ThrowIfNull(written);
        ArgumentNullException.ThrowIfNull(culture);
        var number = string.Concat(written.Where(letter => !char.IsWhiteSpace(letter)));
        if (culture.NumberFormat.NumberDecimalSeparator == ",") number = number.Replace(',', '.');
        return number.Replace(',', '?').Replace(':', '?');
    }

    private static int? NumberOf(string text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static double? DecimalOf(string text) =>
        double.TryParse(text.Trim(), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;
}
