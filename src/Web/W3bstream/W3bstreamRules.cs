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
    private const int LongestUrl = 2048;
    private const int LongestToken = 4096;
    private const int LongestName = 100;
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

        if (change.PublishUrl is { } url) Need(IsUrl(url), PublishUrl, url.Contains('@', StringComparison.Ordinal) ? null : url);
        if (change.Token is { } token) Need(token.Length <= LongestToken && token.All(letter => letter is > ' ' and < (char)127), Token, null);
        if (change.Profile is { } profile) Need(profile is "devnet" or "task", Profile, profile);
        if (change.SignatureEncoding is { } encoding) Need(encoding is "raw" or "der", SignatureEncoding, encoding);
        if (change.PublicKeyForm is { } form) Need(form is "key" or "address", PublicKeyForm, form);
        if (change.TimestampUnit is { } unit) Need(unit is "s" or "ms", TimestampUnit, unit);
        if (change.WindowSeconds is { } window) Need(window is >= 1 and <= 300, WindowSeconds, NumberOf(window));
        if (change.Sensors is { } sensors) Need(sensors.Count <= MostSensors && sensors.Distinct().Count() == sensors.Count, Sensors, ListOf(sensors));
        if (change.MaxAgeSeconds is { } age) Need(age is >= 60 and <= 31_536_000, MaxAgeSeconds, NumberOf(age));
        if (change.ProjectId is { } project) Need(IsName(project), ProjectId, project);
        if (change.ProjectVersion is { } version) Need(IsName(version), ProjectVersion, version);
        if (change.SignedKeys is { } keys) Need(keys.All(key => key is "timestamp" or "value") && keys.Distinct().Count() == keys.Count, SignedKeys, string.Join(',', keys));
        if (change.RewardSteps is { } steps) Need(IsTable(steps), RewardSteps, W3bstreamText.Of(steps));
        return faults;
    }

    public static string ListOf(IEnumerable<int> sensors) => string.Join(',', sensors.Select(NumberOf));

    private static bool IsUrl(string text) => text.Length == 0
        || (text.Length <= LongestUrl && text.All(letter => letter is > ' ' and <= '~') && !text.Contains('#', StringComparison.Ordinal)
            && Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.UserInfo.Length == 0 && url.Host.Length > 0
            && !AuthorityOf(text).Contains('@', StringComparison.Ordinal));

    // Empty credentials, as in http://@host, are none to .NET, and something to others.
    private static string AuthorityOf(string url)
    {
        var start = url.IndexOf(':', StringComparison.Ordinal) + 1;
        while (start < url.Length && url[start] is '/' or '\\') start++;
        var end = url.IndexOfAny(['/', '\\', '?'], start);
        return url[start..(end < 0 ? url.Length : end)];
    }

    private static bool IsName(string text) =>
        text.Length <= LongestName && !text.Any(letter => char.IsControl(letter) || char.IsSurrogate(letter) || letter is '<' or '>' or '&' or '"' or '\u2028' or '\u2029');

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
