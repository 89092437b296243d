using System.Globalization;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Rewards;
using static PowerMeter.Web.W3bstream.W3bstreamFields;

namespace PowerMeter.Web.W3bstream;

/// <summary>
/// What settings may be, whoever gives them: page, API and command line. Pure; whether there is such a sensor is for the
/// database to say. All combinations are allowed: what a profile has no use for, such as the encoding of a task's
/// signature, which is always raw, stays for the day when the other profile is chosen again.
/// </summary>
public static class W3bstreamRules
{
    private const int LongestToken = 4096;
    private const int MostSensors = 100;

    /// <returns>What is wrong; nothing when all may be so.</returns>
    public static IReadOnlyList<W3bstreamFault> Check(W3bstreamChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        var faults = new List<W3bstreamFault>();
        void Need(bool isRight, string field, string? given)
        {
            if (!isRight) faults.Add(Fault(field, given));
        }

        if (change.PublishUrl is { } url) Need(url.Length == 0 || Shared.W3bstream.PublishAddress.IsAllowed(url), PublishUrl, url.Contains('@', StringComparison.Ordinal) ? null : url);
        if (change.Token is { } token) Need(token.Length <= LongestToken && token.All(letter => letter is > ' ' and < (char)127), Token, null);
        if (change.Profile is { } profile) Need(profile is Shared.W3bstream.W3bstreamNames.Devnet or Shared.W3bstream.W3bstreamNames.Task, Profile, profile);
        if (change.SignatureEncoding is { } encoding) Need(encoding is "raw" or "der", SignatureEncoding, encoding);
        if (change.PublicKeyForm is { } form) Need(form is "key" or "address", PublicKeyForm, form);
        if (change.TimestampUnit is { } unit) Need(unit is "s" or "ms", TimestampUnit, unit);
        if (change.WindowSeconds is { } window) Need(window is >= 1 and <= 300, WindowSeconds, NumberOf(window));
        if (change.Sensors is { } sensors) Need(sensors.Count <= MostSensors && sensors.Distinct().Count() == sensors.Count, Sensors, ListOf(sensors));
        if (change.MaxAgeSeconds is { } age) Need(age is >= 60 and <= 31_536_000, MaxAgeSeconds, NumberOf(age));
        if (change.ProjectId is { } project) Need(Shared.W3bstream.ProjectText.IsAllowed(project), ProjectId, project);
        if (change.ProjectVersion is { } version) Need(Shared.W3bstream.ProjectText.IsAllowed(version), ProjectVersion, version);
        if (change.SignedKeys is { } keys) Need(keys.All(key => key is Shared.W3bstream.W3bstreamNames.SignedTime or Shared.W3bstream.W3bstreamNames.SignedWatts) && keys.Distinct().Count() == keys.Count, SignedKeys, string.Join(',', keys));
        if (change.RewardSteps is { } steps) Need(IsTable(steps), RewardSteps, W3bstreamText.Of(steps));
        return faults;
    }

    public static string ListOf(IEnumerable<int> sensors) => string.Join(',', sensors.Select(NumberOf));

    private static bool IsTable(IReadOnlyList<RewardStep> steps)
    {
        try
        {
            _ = new RewardTable(steps);
            return true;
        }
        catch (SettingException)
        {
            return false;
        }
    }

    private static string NumberOf(int number) => number.ToString(CultureInfo.InvariantCulture);
}
